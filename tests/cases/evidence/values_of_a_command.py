# An option or argument of a command lists the values of a parameter; without a default the parameter may be None.
import click

KINDS = ["cuda", "hip"]
KIND = click.Choice(KINDS)
kind_option = click.option("--kind", type=KIND, required=True)
DEFAULT = "hip"


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip"]), default="cuda")
def by_an_option(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)


@click.command("run")
@click.argument("kind", type=click.Choice(("cuda", "hip"), case_sensitive=False))
def by_an_argument(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)


@click.command()
@click.option("-k", "--kind-of-it", "kind", type=KIND, prompt=True, help="which")
@click.pass_context
def by_a_name_of_its_own(context, kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)


@click.group()
@kind_option
def by_a_name_of_the_module(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)


@by_a_name_of_the_module.command()
@click.option("-k", "--gpu-kind", "--other", type=click.Choice(choices=KINDS), default=DEFAULT, show_default=True)
@click.option("--size", type=int, default=1)
def by_the_longest_dashes(gpu_kind, size):
    match gpu_kind:
        case "cuda":
            y = 1
        case "hip":
            y = 2
    print(y)


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip"]))
def none_is_tested(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    elif kind is None:
        y = 3
    print(y)


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip"]))
def may_be_none(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


@click.command()
@click.argument("kind", type=click.Choice(["cuda", "hip"]), required=False)
def argument_may_be_none(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip"]), default=None)
def default_is_none(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip", "cpu"]), default="cuda")
def one_more(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip"]), default="cuda", callback=lambda _, __, kind: kind.upper())
def put_in_its_place(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip"]), multiple=True)
def several(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip"]), default="cuda")
@click.option("--any", "kind", default="cpu")
def shared_by_two_options(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip"]), default="cuda")
def called_by_another(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


@click.command()
def calls_another():
    called_by_another.callback("cpu")


@click.command()
@click.option("--kind", type=click.Choice(["cuda", "hip"]), default="cuda")
def bound_again(kind):
    kind = kind.upper()
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


@click.option("--kind", type=click.Choice(["cuda", "hip"]), default="cuda")
def no_command(kind):
    if kind == "cuda":
        y = 1
    elif kind == "hip":
        y = 2
    print(y)  # NSA104: y


# not run: click may not be installed
