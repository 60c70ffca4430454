a = False
if a:
    print = use
print()
# run:
