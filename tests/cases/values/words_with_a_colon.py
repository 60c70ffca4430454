# A call with such a word is a call like any other: only the analysis itself says "module:name" of an import.

turns = iter([0, 1])
poll = lambda _: next(turns)


def a_call_that_gives_something_else_each_time():
    if poll("gpu:0"):
        x = 1
    if poll("gpu:0"):
        use(x)  # NSA201: x
# run: a_call_that_gives_something_else_each_time()


def a_call_that_does_not_return(a):
    if a:
        x = 1
    elif exit("nothing to do: x"):
        pass
    use(x)
# run: a_call_that_does_not_return(True)
# run: a_call_that_does_not_return(False)


def a_call_of_what_may_be_unbound(a):
    if a:
        ready = fine
    if ready("gpu:0"):  # NSA201: ready
        use(a)
# run: a_call_of_what_may_be_unbound(True)
# run: a_call_of_what_may_be_unbound(False)


def a_call_under_another_name(a, b):
    if a("gpu:0"):
        x = 1
    if b("gpu:0"):
        use(x)  # NSA201: x
# run: a_call_under_another_name(fine, fine)
# run: a_call_under_another_name(bool, fine)
# run: a_call_under_another_name(lambda _: 0, fine)


def the_same_call_again(a):
    if a("gpu:0"):
        x = 1
    if a("gpu:0"):
        use(x)
# run: the_same_call_again(fine)
# run: the_same_call_again(lambda _: 0)


def the_same_call_with_another_word(a):
    if a("gpu:0"):
        x = 1
    if a("gpu:1"):
        use(x)  # NSA201: x
# run: the_same_call_with_another_word(fine)
# run: the_same_call_with_another_word(lambda word: word == "gpu:1")
