# first round

def read_before_bind_in_a_for(xs):
    for i in xs:
        use(x)  # NSA205: x
        x = 1
# run: read_before_bind_in_a_for([])
# run: read_before_bind_in_a_for([1])
# run: read_before_bind_in_a_for([1, 2])
# run: read_before_bind_in_a_for([0])


def read_before_bind_in_a_while(n):
    while n:
        n -= 1
        use(x)  # NSA205: x
        x = 1
# run: read_before_bind_in_a_while(0)
# run: read_before_bind_in_a_while(2)
