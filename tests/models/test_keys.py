"""Keys are unique, ascending, of 63 bits, on any number of machines, whatever their clocks do."""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.models import new_key, new_keys
from curation.models.keys import COUNTER_BITS, EPOCH_MILLISECONDS, NODE_BITS, KeyMaker

LAST_MILLISECOND = EPOCH_MILLISECONDS + (1 << 41) - 1
# The last second is left out: a maker that runs ahead of its clock needs somewhere to run to.
moments = st.integers(EPOCH_MILLISECONDS, LAST_MILLISECOND - 1000)
nodes = st.integers(0, (1 << NODE_BITS) - 1)
requests = st.lists(st.tuples(moments, st.integers(1, 3000)), min_size=1, max_size=8)


def node_of(key: int) -> int:
    return key >> COUNTER_BITS & (1 << NODE_BITS) - 1


@given(requests, nodes)
def test_keys_of_one_maker_ascend_even_when_its_clock_goes_back(asked, node):
    maker = KeyMaker(node)
    keys = [key for now, count in asked for key in maker.make(count, now)]
    assert len(keys) == sum(count for _, count in asked)
    assert all(earlier < later for earlier, later in pairwise(keys))


@given(requests, nodes)
def test_keys_are_positive_integers_of_63_bits(asked, node):
    maker = KeyMaker(node)
    for now, count in asked:
        keys = maker.make(count, now)
        assert keys[0] > 0
        assert keys[-1] < 1 << 63


@given(st.lists(nodes, min_size=2, max_size=6, unique=True), requests)
def test_machines_that_work_at_the_same_moments_never_make_the_same_key(machines, asked):
    makers = [KeyMaker(node) for node in machines]
    keys = [key for maker in makers for now, count in asked for key in maker.make(count, now)]
    assert len(set(keys)) == len(keys)


@given(moments, st.integers(1, 1000), nodes, nodes)
def test_a_key_made_later_on_another_machine_is_greater(now, wait, first, second):
    earlier = KeyMaker(first).make(1, now)[0]
    later = KeyMaker(second).make(1, now + wait)[0]
    assert earlier < later


@given(st.integers(-(10**15), EPOCH_MILLISECONDS), nodes)
def test_a_clock_set_before_2020_still_makes_positive_ascending_keys(now, node):
    first, second, third = KeyMaker(node).make(3, now)
    assert 0 < first < second < third


def test_a_million_keys_asked_for_at_once_are_all_different():
    keys = new_keys(1_000_000)
    assert len(set(keys)) == 1_000_000
    assert new_key() > keys[-1]


def test_threads_share_one_maker_without_repeating_a_key():
    maker = KeyMaker()
    with ThreadPoolExecutor(8) as threads:
        batches = list(threads.map(maker.make, [50] * 200))
    keys = [key for batch in batches for key in batch]
    assert len(set(keys)) == len(keys)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_takes_another_name_than_its_parent():
    def name_of_a_child() -> int:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writer, str(node_of(new_key())).encode())
            os._exit(0)
        os.waitpid(child, 0)
        with os.fdopen(reader) as said:
            os.close(writer)
            return int(said.read())

    # Names are drawn at random out of 4096: three children that all draw the parent's do not happen.
    assert {name_of_a_child() for _ in range(3)} != {node_of(new_key())}
