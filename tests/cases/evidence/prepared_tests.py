# A test is not run where `setUp` of its class, or what else prepares it, skips it or fails.
import contextlib
import unittest


def tried(of, name="test"):
    with contextlib.suppress(unittest.SkipTest):
        of.setUpClass()
        of(name).debug()


def skipped_by_a_call(fast):
    class SkippedByACall(unittest.TestCase):
        def setUp(self):
            if not fast:
                self.skipTest("slow")

        def test(self):
            if fast:
                y = 1
            assert y

    tried(SkippedByACall)
# run: skipped_by_a_call(True)
# run: skipped_by_a_call(False)


def skipped_by_an_exception(fast):
    class SkippedByAnException(unittest.TestCase):
        def setUp(self):
            self.items = []
            if not fast:
                raise unittest.SkipTest("slow")

        def test(self):
            if fast:
                y = 1
            assert y

    tried(SkippedByAnException)
# run: skipped_by_an_exception(True)
# run: skipped_by_an_exception(False)


def skipped_for_the_class(fast):
    class SkippedForTheClass(unittest.TestCase):
        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            if not fast:
                raise unittest.SkipTest("slow")

        def test(self):
            if fast:
                y = 1
            assert y

    tried(SkippedForTheClass)
# run: skipped_for_the_class(True)
# run: skipped_for_the_class(False)


def refused_by_an_assertion(kind):
    class RefusedByAnAssertion(unittest.TestCase):
        def setUp(self):
            assert kind in ("cuda", "hip")

        def test(self):
            if kind == "cuda":
                y = 1
            elif kind == "hip":
                y = 2
            assert y

    tried(RefusedByAnAssertion)
# run: refused_by_an_assertion("cuda")
# run: refused_by_an_assertion("hip")
# run: refused_by_an_assertion("cpu")


def one_arm_skips(kind):
    class OneArmSkips(unittest.TestCase):
        def setUp(self):
            if kind == "cuda":
                self.size = 1
            elif kind == "hip":
                self.size = 2
            else:
                self.skipTest("no device")

        def test(self):
            if kind == "cuda":
                y = 1
            elif kind == "hip":
                y = 2
            assert y + self.size

    tried(OneArmSkips)
# run: one_arm_skips("cuda")
# run: one_arm_skips("hip")
# run: one_arm_skips("cpu")


def in_a_helper_of_the_test(fast):
    class InAHelperOfTheTest(unittest.TestCase):
        def setUp(self):
            if not fast:
                self.skipTest("slow")

        def measured(self):
            if fast:
                y = 1
            return y

        def test(self):
            assert self.measured()

    tried(InAHelperOfTheTest)
# run: in_a_helper_of_the_test(True)
# run: in_a_helper_of_the_test(False)


def by_a_local_name(fast):
    class ByALocalName(unittest.TestCase):
        def setUp(self):
            ready = fast == 1
            if not ready:
                self.skipTest("slow")

        def test(self):
            if fast == 1:
                y = 1
            assert y

    tried(ByALocalName)
# run: by_a_local_name(1)
# run: by_a_local_name(0)


def by_an_attribute(fast):
    class ByAnAttribute(unittest.TestCase):
        def setUp(self):
            self.fast_one = fast
            if not self.fast_one:
                self.skipTest("slow")

        def test(self):
            if self.fast_one:
                y = 1
            if fast:
                z = 1
            assert y + z

    tried(ByAnAttribute)
# run: by_an_attribute(1)
# run: by_an_attribute(0)


def by_a_base(fast):
    class ByABaseBase(unittest.TestCase):
        def setUp(self):
            if not fast:
                self.skipTest("slow")

    class ByABase(ByABaseBase):
        def setUp(self):
            super().setUp()
            self.size = 1

        def test(self):
            if fast:
                y = 1
            assert y

    class ByABaseBelow(ByABaseBase):
        def test(self):
            if fast:
                y = 1
            assert y

    tried(ByABase)
    tried(ByABaseBelow)
# run: by_a_base(True)
# run: by_a_base(False)


def another_condition(fast, big):
    class AnotherCondition(unittest.TestCase):
        def setUp(self):
            if not big:
                self.skipTest("small")

        def test(self):
            if fast:
                y = 1
            assert y  # NSA201: y

    tried(AnotherCondition)
# run: another_condition(False, True)
# run: another_condition(True, True)


def the_other_way_round(fast):
    class TheOtherWayRound(unittest.TestCase):
        def setUp(self):
            if fast:
                self.skipTest("fast")

        def test(self):
            if fast:
                y = 1
            assert y  # NSA205: y

    tried(TheOtherWayRound)
# run: the_other_way_round(False)


def only_a_warning(fast):
    class OnlyAWarning(unittest.TestCase):
        def setUp(self):
            if not fast:
                print("slow")

        def test(self):
            if fast:
                y = 1
            assert y  # NSA201: y

    tried(OnlyAWarning)
# run: only_a_warning(False)


def after_a_return(fast, here):
    class AfterAReturn(unittest.TestCase):
        def setUp(self):
            if here:
                return
            if not fast:
                self.skipTest("slow")

        def test(self):
            if fast:
                y = 1
            assert y  # NSA201: y

    tried(AfterAReturn)
# run: after_a_return(False, True)


def replaced_below(fast):
    class ReplacedBelow(unittest.TestCase):
        def setUp(self):
            if not fast:
                self.skipTest("slow")

        def test(self):
            if fast:
                y = 1
            assert y  # NSA201: y

    class ReplacedBelowBelow(ReplacedBelow):
        def setUp(self):
            self.size = 1

    tried(ReplacedBelowBelow)
# run: replaced_below(False)


def without_that_of_the_base(fast):
    class WithoutThatOfTheBaseBase(unittest.TestCase):
        def setUp(self):
            if not fast:
                self.skipTest("slow")

    class WithoutThatOfTheBase(WithoutThatOfTheBaseBase):
        def setUp(self):
            self.size = 1

        def test(self):
            if fast:
                y = 1
            assert y  # NSA201: y

    tried(WithoutThatOfTheBase)
# run: without_that_of_the_base(False)


def without_an_object(fast):
    class WithoutAnObject(unittest.TestCase):
        def setUp(self):
            if not fast:
                self.skipTest("slow")

        @staticmethod
        def size():
            if fast:
                y = 1
            return y  # NSA201: y

    WithoutAnObject.size()
# run: without_an_object(False)


def run_by_what_prepares(fast):
    class RunByWhatPrepares(unittest.TestCase):
        def setUp(self):
            self.load()
            if not fast:
                self.skipTest("slow")

        def load(self):
            return self.check()

        def check(self):
            if fast:
                y = 1
            return y  # NSA201: y

        def test(self):
            pass

    tried(RunByWhatPrepares)
# run: run_by_what_prepares(False)


def set_again_before_the_test(fast):
    class SetAgainBeforeTheTest(unittest.TestCase):
        def setUp(self):
            self.quick = fast
            if not self.quick:
                self.skipTest("slow")
            self.quick = False

        def test(self):
            if self.quick:
                y = 1
            assert y  # NSA201: y

    tried(SetAgainBeforeTheTest)
# run: set_again_before_the_test(True)


def a_local_name_set_again(fast, force):
    class ALocalNameSetAgain(unittest.TestCase):
        def setUp(self):
            ready = fast == 1
            if force:
                ready = True
            if not ready:
                self.skipTest("slow")

        def test(self):
            if fast == 1:
                y = 1
            assert y  # NSA201: y

    tried(ALocalNameSetAgain)
# run: a_local_name_set_again(0, True)


def a_condition_of_its_own_name(fast):
    class AConditionOfItsOwnName(unittest.TestCase):
        def setUp(self):
            if not fast:
                self.skipTest("slow")

        def test(self, fast=False):
            if fast:
                y = 1
            assert y  # NSA201: y

    tried(AConditionOfItsOwnName)
# run: a_condition_of_its_own_name(True)


class Plain:
    def setUp_later(self, fast):
        if not fast:
            raise unittest.SkipTest

    def test(self, fast):
        if fast:
            y = 1
        return y  # NSA201: y


# run: Plain().test(False)
