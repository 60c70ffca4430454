"""SGLang's graph runner, as far as metadata goes: its input buffers, its captures and replays, and a consumer of every
tensor of the metadata, by the addresses that were captured."""

from __future__ import annotations

import dataclasses
import random
import types
from collections.abc import Callable, Iterator
from typing import Any

import torch

from tests.runtime import backends, sglang
from tests.runtime.batches import DEVICE

WIDTH, TOPK, DRAFT, POOL = 200, 64, 4, 8
SIZES = (64, 17, 8, 1) if sglang.ON_GPU else (3, 2)  # captured batch sizes, in SGLang's order
REPLAYS = 24 if sglang.ON_GPU else 3
Read = dict[str, torch.Tensor]


class Inputs:
    """The runner's input buffers: every batch is written into them, padded to a captured size."""

    def __init__(self, version: str, mode: str, seed: int = 0) -> None:
        self.version, self.mode, self.rng = version, mode, random.Random(seed)
        self.seq_lens = torch.ones(max(SIZES), dtype=torch.int64, device=DEVICE)
        self.req_pool_indices = torch.zeros(max(SIZES), dtype=torch.int64, device=DEVICE)
        self.accepted = torch.ones(max(SIZES), dtype=torch.int32, device=DEVICE)
        self.req_to_token = torch.zeros(POOL, WIDTH, dtype=torch.int32, device=DEVICE)

    def write(self, size: int, requests: int, lengths: list[int], accepted: list[int]) -> Batch:
        """``requests`` of the given lengths, then padding as SGLang pads: one key, one accepted token, row 0."""
        padding = size - requests
        lengths, accepted = lengths + [1] * padding, accepted + [1] * padding
        rows = [self.rng.randrange(POOL) for _ in range(requests)] + [0] * padding
        table = [[self.rng.randrange(2**30) for _ in range(WIDTH)] for _ in range(POOL)]
        for buffer, values in (
            (self.seq_lens[:size], lengths),
            (self.accepted[:size], accepted),
            (self.req_pool_indices[:size], rows),
            (self.req_to_token, table),
        ):
            buffer.copy_(torch.tensor(values))
        return Batch(self, size, lengths, accepted)

    def draw(self) -> Batch:
        """Any batch."""
        size = self.rng.choice(SIZES)
        requests = self.rng.randint(1, size)
        accepted = [self.rng.randint(1, DRAFT) for _ in range(requests)]
        return self.write(size, requests, self._lengths(requests), accepted)

    def draw_alike(self, size: int) -> Batch:
        """A batch of this size, ragged, and as many query tokens as any other that this gives."""
        accepted = [1 + each % DRAFT for each in range(size)]
        self.rng.shuffle(accepted)
        return self.write(size, size, self._lengths(size), accepted)

    def _lengths(self, requests: int) -> list[int]:
        return [self.rng.randint(DRAFT, WIDTH - DRAFT) for _ in range(requests)]

    def fill_values(self, size: int) -> Batch:
        """What the runner captures with."""
        return self.write(size, 0, [], [])


@dataclasses.dataclass(frozen=True)
class Batch:
    """One batch as SGLang's runner hands it on, lengths and accepted tokens known to the host too."""

    inputs: Inputs
    batch_size: int
    lengths: list[int]
    accepted: list[int]

    @property
    def forward_mode(self) -> Any:
        return sglang.forward_mode(self.inputs.version, self.inputs.mode)

    @property
    def seq_lens(self) -> torch.Tensor:
        return self.inputs.seq_lens[: self.batch_size]

    @property
    def req_pool_indices(self) -> torch.Tensor:
        return self.inputs.req_pool_indices[: self.batch_size]

    @property
    def seq_lens_cpu(self) -> torch.Tensor:
        return torch.tensor(self.lengths)

    @property
    def seq_lens_sum(self) -> int:
        return sum(self.lengths)

    @property
    def spec_info(self) -> Any:
        accepted = self.inputs.accepted[: self.batch_size]
        given: dict[str, Any] = {}
        for name in ("accept_length", "num_accepted_tokens", "num_accept_tokens"):  # as it is called by and by
            given |= {name: accepted, f"{name}_cpu": self.accepted}
        return types.SimpleNamespace(**given)

    @property
    def queries(self) -> list[int]:
        """Query tokens of each request."""
        if self.inputs.mode == "DECODE":
            return [1] * self.batch_size
        ragged = self.inputs.mode.startswith("DRAFT_EXTEND") and self.inputs.version in sglang.EAGER
        return self.accepted if ragged else [DRAFT] * self.batch_size

    @property
    def keys(self) -> list[int]:
        """Keys of each request."""
        uncounted = DRAFT if self.inputs.mode == "TARGET_VERIFY" else 0
        return [length + uncounted for length in self.lengths]


class Native:
    """SGLang 0.5.8 to 0.5.12: one backend, or with ``steps`` the backend that holds one for each draft step."""

    prefix = "nsa"

    def __init__(self, load: Any, inputs: Inputs, page_size: int, decode: str, steps: int | None = None) -> None:
        module = load(f"{sglang.ATTENTION}.nsa_backend")
        self.backends = [
            backends.native_backend(
                module, page_size=page_size, draft=DRAFT, topk=TOPK, req_to_token=inputs.req_to_token, decode=decode
            )
            for _ in range(steps or 1)
        ]
        self.several = None
        if steps is not None:
            self.several = object.__new__(module.NativeSparseAttnMultiStepBackend)
            self.several.topk, self.several.attn_backends = 1, self.backends
            self.several.speculative_num_steps = steps if inputs.version.startswith("0.5.8") else steps + 1
        (self.several or self.backends[0]).init_cuda_graph_state(max(SIZES), max(SIZES) * DRAFT)

    def capture(self, batch: Batch) -> None:
        if self.several is not None:
            self.several.init_forward_metadata_capture_cuda_graph(batch)
            return
        self.backends[0].init_forward_metadata_capture_cuda_graph(
            batch.batch_size, sum(batch.queries), batch.req_pool_indices, batch.seq_lens, None, batch.forward_mode,
            batch.spec_info,
        )  # fmt: skip

    def replay(self, batch: Batch) -> None:
        if self.several is not None:
            self.several.init_forward_metadata_replay_cuda_graph(batch, batch.batch_size)
            return
        self.backends[0].init_forward_metadata_replay_cuda_graph(
            batch.batch_size, batch.req_pool_indices, batch.seq_lens, batch.seq_lens_sum, None, batch.forward_mode,
            batch.spec_info, batch.seq_lens_cpu,
        )  # fmt: skip


class Sparse:
    """SGLang 0.5.13 and later, likewise."""

    prefix = "dsa"

    def __init__(
        self, load: Any, inputs: Inputs, page_size: int, decode: str, steps: int | None = None, *, wide: bool = True
    ) -> None:
        module = load(f"{sglang.ATTENTION}.dsa_backend")
        self.backends = [
            backends.sparse_backend(
                module,
                page_size=page_size,
                draft=DRAFT,
                topk=TOPK,
                req_to_token=inputs.req_to_token,
                decode=decode,
                wide=wide,
            )
            for _ in range(steps or 1)
        ]
        self.face = self.backends[0]
        if steps is not None:
            self.face = object.__new__(module.DeepseekSparseAttnMultiStepBackend)
            self.face.topk, self.face.attn_backends, self.face.speculative_num_steps = 1, self.backends, steps + 1
        self.face.init_cuda_graph_state(max(SIZES), max(SIZES) * DRAFT)

    def capture(self, batch: Batch) -> None:
        self.face.init_forward_metadata_out_graph(batch, in_capture=True)

    def replay(self, batch: Batch) -> None:
        self.face.init_forward_metadata_out_graph(batch)


class Consumer:
    """Reads every tensor of a metadata object; on a GPU by a CUDA graph, captured when the metadata was, or without
    ``graph`` by calls of :meth:`record` inside another one."""

    def __init__(self, metadata: Any, *, graph: bool = True) -> None:
        self.tensors = dict(_tensors(metadata))
        self.read = {name: torch.empty_like(tensor) for name, tensor in self.tensors.items()}
        self.graph = None
        if sglang.ON_GPU and graph:
            torch.cuda.synchronize()
            self.graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(self.graph):
                self.record()

    def record(self) -> None:
        for name, tensor in self.tensors.items():
            self.read[name].copy_(tensor)

    def run(self) -> None:
        if self.graph is None:
            self.record()
        else:
            self.graph.replay()

    def defined(self, batch: Batch, prefix: str, page_size: int) -> Read:
        """Of what was read, all that SGLang's consumers may look at, on the host."""
        live = torch.tensor([keys for keys, n in zip(batch.keys, batch.queries, strict=True) for _ in range(n)])
        out = {name: tensor.cpu().clone() for name, tensor in self.read.items()}
        for name, unit in (("page_table_1", 1), ("real_page_table", page_size)):
            if name in out:  # a row is defined up to its keys
                table = out[name][: len(live)]
                out[name] = table.masked_fill(torch.arange(table.shape[1]) * unit >= live[:, None], -1)
        for name in (f"{prefix}_seqlens_expanded", f"{prefix}_cache_seqlens_int32"):
            out[name] = out[name][: len(live)]
        for name in (f"{prefix}_cu_seqlens_k", "flashmla_metadata.num_splits"):
            if name in out:
                out[name] = out[name][: len(live) + 1]
        return out


def _tensors(metadata: Any) -> Iterator[tuple[str, torch.Tensor]]:
    for field in dataclasses.fields(metadata):
        value = getattr(metadata, field.name)
        if isinstance(value, torch.Tensor):
            yield field.name, value
        elif dataclasses.is_dataclass(value):
            yield from ((f"{field.name}.{name}", tensor) for name, tensor in _tensors(value))


def play(driver: Native | Sparse, inputs: Inputs, page_size: int) -> list[Read]:
    """Capture every size, replay batches of any; what each consumer read, in order."""
    consumers: dict[int, list[Consumer]] = {}
    for size in SIZES:
        driver.capture(inputs.fill_values(size))
        consumers[size] = [Consumer(backend.decode_cuda_graph_metadata[size]) for backend in driver.backends]
    read = []
    for _ in range(REPLAYS):
        batch = inputs.draw()
        driver.replay(batch)
        for consumer in consumers[batch.batch_size]:
            consumer.run()
            read.append(consumer.defined(batch, driver.prefix, page_size))
    return read


def play_one_size(driver: Native | Sparse, inputs: Inputs, page_size: int, *, recorded: bool) -> list[Read]:
    """Capture one size and replay batches of it; if ``recorded`` by one CUDA graph, of the replay itself and of the
    consumers after it."""
    size = SIZES[1]
    driver.capture(inputs.fill_values(size))
    consumers = [Consumer(backend.decode_cuda_graph_metadata[size]) for backend in driver.backends]
    first = inputs.draw_alike(size)
    replay = _recorded(driver, consumers, first) if recorded else None
    read = []
    for _ in range(REPLAYS):
        batch = inputs.draw_alike(size)
        if replay is not None:
            replay()
        else:
            driver.replay(batch)
            for consumer in consumers:
                consumer.run()
        read += [consumer.defined(batch, driver.prefix, page_size) for consumer in consumers]
    return read


def _recorded(driver: Native | Sparse, consumers: list[Consumer], batch: Batch) -> Callable[[], None]:
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        driver.replay(batch)  # compiles
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        driver.replay(batch)
        for consumer in consumers:
            consumer.record()
    return graph.replay


def assert_same(before: list[Read], after: list[Read], *, names: set[str] | None = None) -> None:
    """Every tensor of every replay, bit for bit; of ``names`` alone where they are given."""
    assert len(before) == len(after)
    for number, (theirs, ours) in enumerate(zip(before, after, strict=True)):
        assert set(theirs) == set(ours) or names is not None
        for name in names or set(theirs):
            assert theirs[name].dtype == ours[name].dtype
            assert torch.equal(theirs[name], ours[name]), (number, name, theirs[name], ours[name])
