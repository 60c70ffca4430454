class C:
    id = id
# run:
