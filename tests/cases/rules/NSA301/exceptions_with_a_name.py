class NamesItsFailure:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def an_exception_is_something(self):
        error = None
        try:
            boom()
        except ValueError as error:
            if error is None:
                return self.kernel
        return None

    def read_where_it_failed(self):
        error = None
        try:
            boom()
        except ValueError as error:
            if error is not None:
                return self.kernel  # NSA301: self.kernel
        return None
# run: NamesItsFailure(False).an_exception_is_something()
# run: NamesItsFailure(False).read_where_it_failed()


class NamesItsFailureTwice:
    def __init__(self, use_triton):
        error = None
        try:
            boom()
        except ValueError as error:
            self.failed = error is not None
        if use_triton:
            self.kernel = 1

    def an_exception_is_something(self):
        error = None
        try:
            boom()
        except ValueError as error:
            if error is None:
                return self.kernel
        return None

    def read_where_it_failed(self):
        error = None
        try:
            boom()
        except ValueError as error:
            if error is not None:
                return self.kernel  # NSA301: self.kernel
        return None
# run: NamesItsFailureTwice(False).an_exception_is_something()
# run: NamesItsFailureTwice(False).read_where_it_failed()


class DoesNotNameItsFailure:
    def __init__(self, use_triton):
        if use_triton:
            self.kernel = 1

    def forward(self):
        error = None
        try:
            boom()
        except ValueError:
            pass
        if error is None:
            return self.kernel  # NSA301: self.kernel
        return None
# run: DoesNotNameItsFailure(False).forward()
