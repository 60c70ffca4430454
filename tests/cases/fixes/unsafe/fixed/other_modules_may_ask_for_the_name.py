from lib import impl, launch, load

x = load()
if impl() == "cuda":
    y = x
elif impl() == "triton":
    y = x
    launch(x)
else:
    y = x
print(y)
