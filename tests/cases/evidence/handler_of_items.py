# An item of a list raises an IndexError, one of a dict a KeyError: a handler of one is not there for the other.
import json

URLS = ["a"]


def under_a_condition(urls, text):
    try:
        url = urls[len(urls) - 1] if isinstance(urls, list) else urls
        answer = json.loads(text)
        return url, answer["choices"]
    except KeyError:
        use(url, answer)
# run: under_a_condition(["a"], "{}")
# run: under_a_condition([], "{}")


def under_a_test(urls, number, text):
    try:
        if isinstance(urls, (list, tuple)):
            url = urls[number]
        else:
            url = urls
        answer = json.loads(text)
        return answer["choices"]
    except KeyError:
        use(url, answer)
# run: under_a_test(["a"], 0, "{}")
# run: under_a_test("a", 0, "{}")
# run: under_a_test([], 0, "{}")


class Client:
    def of_an_attribute(self, number, text):
        try:
            if self.urls and isinstance(self.urls, list) and self.urls[number]:
                url = self.urls[number]
            else:
                url = ""
            answer = json.loads(text)
            return answer["choices"]
        except KeyError:
            use(url, answer)

    urls = URLS
# run: Client().of_an_attribute(0, "{}")
# run: Client().of_an_attribute(1, "{}")


def of_parts_of_a_text(line, table):
    try:
        name = line.split("=")[1]
        return table[name]
    except KeyError:
        use(name)
# run: of_parts_of_a_text("a=b", {})
# run: of_parts_of_a_text("a", {})


def of_what_is_made_a_list(names, table):
    try:
        first = list(names)[0]
        last = tuple(names)[-1]
        return table[first, last]
    except KeyError:
        use(first, last)
# run: of_what_is_made_a_list(["a"], {})
# run: of_what_is_made_a_list([], {})


def under_a_text(answer, number):
    try:
        choices = answer["choices"]
        return choices[number]
    except IndexError:
        use(choices)
# run: under_a_text({"choices": []}, 0)
# run: under_a_text({}, 0)


def under_a_text_that_is_put_together(answer, number):
    try:
        choices = answer[f"choices {number}"]
        kind = {1: "a"}[number]
        return choices[number]
    except IndexError:
        use(choices, kind)
# run: under_a_text_that_is_put_together({"choices 1": []}, 1)
# run: under_a_text_that_is_put_together({"choices 1": []}, 2)


# What may be a dict, or a list, raises either; so do the others where nothing else is there for the handler.


def of_what_is_not_tested(urls, number, text):
    try:
        url = urls[number]
        answer = json.loads(text)
        return answer["choices"]
    except KeyError:
        use(url)  # NSA202: url
# run: of_what_is_not_tested({}, 0, "{}")


def of_what_is_set_under_the_test(urls, number, text):
    try:
        if isinstance(urls, list):
            urls = dict(enumerate(urls))
            url = urls[number]
        else:
            url = urls
        answer = json.loads(text)
        return answer["choices"]
    except KeyError:
        use(url)  # NSA202: url
# run: of_what_is_set_under_the_test([], 0, "{}")


def of_another_class(urls, number, text):
    try:
        if isinstance(urls, (list, dict)):
            url = urls[number]
        else:
            url = urls
        answer = json.loads(text)
        return answer["choices"]
    except KeyError:
        use(url)  # NSA202: url
# run: of_another_class({}, 0, "{}")


def where_the_test_does_not_hold(urls, number, text):
    try:
        if isinstance(urls, list):
            url = urls
        else:
            url = urls[number]
        answer = json.loads(text)
        return answer["choices"]
    except KeyError:
        use(url)  # NSA202: url
# run: where_the_test_does_not_hold({}, 0, "{}")


def a_handler_of_both(line, table):
    try:
        name = line.split("=")[1]
        return table[name]
    except LookupError:
        use(name)  # NSA202: name
# run: a_handler_of_both("a", {})


def of_each(line, table):
    try:
        name = line.split("=")[1]
        return table[name]
    except (KeyError, IndexError):
        use(name)  # NSA202: name
# run: of_each("a", {})


def nothing_else_is_there_for_it(line):
    try:
        name = line.split("=")[1]
        other = line.split("=")[2]
    except KeyError:
        use(name)  # NSA202: name
        use(other)  # NSA202: other
# not run: a list raises no KeyError, whatever the handler is there for
