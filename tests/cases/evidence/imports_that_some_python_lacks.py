# What a platform, a build or a version lacks may fail, wherever this is read.
def on_a_platform():
    try:
        import fcntl
    except ImportError:
        pass
    return fcntl  # NSA102: fcntl


def in_a_build():
    try:
        import ssl
    except ImportError:
        pass
    return ssl  # NSA102: ssl


def a_split_package():
    try:
        import tkinter
    except ImportError:
        pass
    return tkinter  # NSA102: tkinter


def in_a_version():
    try:
        import tomllib
    except ImportError:
        pass
    return tomllib  # NSA102: tomllib


def a_name_of_a_version():
    try:
        from typing import Self
    except ImportError:
        pass
    return Self  # NSA102: Self


def a_name_of_a_system():
    try:
        from os import fork
    except ImportError:
        pass
    return fork  # NSA102: fork


def a_name_of_a_build():
    try:
        from hashlib import md5
    except ImportError:
        pass
    return md5  # NSA102: md5


def for_an_item_of_another_module(name):
    try:
        import no_such_module

        found = {"a": no_such_module.Row}[name]
    except KeyError:
        found = no_such_module.Cursor  # NSA202: no_such_module
    return found


def for_two_reasons(name):
    try:
        import fcntl

        found = {"a": fcntl}[name]
    except (ImportError, KeyError):
        found = fcntl  # NSA102: fcntl
    return found
