# fix: unsafe, nobody else asks whether it is there
from lib import impl, launch, load

x = load()
if impl() == "cuda":
    y = x
elif impl() == "triton":
    launch(x)
else:
    y = x
print(y)  # NSA101: y
