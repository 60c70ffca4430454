def f(use_triton, ys):
    @x  # NSA205: x by default
    class G: pass
    x = 1
