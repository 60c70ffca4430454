import time

import torch


def measured():
    try:
        memory = torch.cuda.memory_stats()
        yield
    finally:
        use(memory)  # NSA202: memory


def an_import_in_it():
    try:
        import fastlib
    finally:
        use(fastlib)  # NSA202: fastlib


def in_a_loop(xs):
    for x in xs:
        try:
            started = launch_triton(x)
        finally:
            use(started)  # NSA202: started


class Methods:
    def timed(self):
        try:
            begin = torch.cuda.Event()
            self.run(begin)
        finally:
            self.report(begin, time.time())  # NSA202: begin


def a_handler_makes_it_one():
    try:
        memory = torch.cuda.memory_stats()
        started = launch_triton(memory)
    except RuntimeError:
        pass
    finally:
        use(1)
    use(started)  # NSA102: started


def a_chain_in_it(use_triton):
    try:
        if use_triton:
            y = 1
        use(use_triton)
        use(y)  # NSA104: y
    finally:
        use(1)
