def f(use_triton, ys):
    @x  # NSA205: x
    class G: pass
    x = 1
