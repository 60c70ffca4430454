# A `del` in a loop: its name is unbound in the next iteration, until that binds it anew.

def over_the_unknown(rows, more):
    for row in rows:
        for part in more:
            use(part)
        del part  # NSA203: part
# run: over_the_unknown([1], [])
# run: over_the_unknown([1, 2], [1])


def by_itself(rows):
    part = 1
    for row in rows:
        del part  # NSA204: part
# run: by_itself([1, 2])


def once_in_a_while(rows, flag):
    for row in (1, *rows):
        if row:
            part = row
        del part  # NSA201: part
# run: once_in_a_while([0], True)
# run: once_in_a_while([1], True)


def anew_each_time(rows):
    for row in rows:
        part = row
        del part
# run: anew_each_time([1, 2])


class Batches:
    def run(self, rounds, data):
        for number in range(rounds):
            try:
                for batch in data:
                    use(batch)
                del batch  # NSA203: batch
            except ValueError:
                pass
# run: Batches().run(2, [])
# run: Batches().run(2, [1])


def what_an_earlier_iteration_has_bound(flags):
    if not flags:
        return
    for flag in flags:
        if flag:
            y = 1
        else:
            del y  # NSA205: y
    use(y)  # NSA204: y
# run: what_an_earlier_iteration_has_bound([True, False])
# run: what_an_earlier_iteration_has_bound([False])


def what_an_earlier_iteration_has_bound_in_the_else(flags):
    if not flags:
        return
    for flag in flags:
        if flag:
            y = 1
        else:
            del y  # NSA205: y
    else:
        del y  # NSA204: y
# run: what_an_earlier_iteration_has_bound_in_the_else([True, False])
