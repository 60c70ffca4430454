"""SGLang's own graph runners, out of its wheels: what they capture and replay, and a model that reads the metadata.

Their classes run as they are, without a model, a server or a scheduler: whatever else they use is false and does
nothing. On a GPU the graphs are CUDA graphs, captured by SGLang's own class for them; on a CPU a graph is what was
captured, run again.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator
from typing import Any

import torch

from nsa_runtime.compat import prepared
from nsa_runtime.compat.ports import BASE_BACKEND
from tests.runtime import sglang
from tests.runtime.batches import DEVICE
from tests.runtime.replays import DRAFT, SIZES, Batch, Consumer, Inputs, Sparse

DECODE = "sglang.srt.model_executor.runner.decode_cuda_graph_runner"
DRAFTING = "sglang.srt.speculative.eagle_draft_cuda_graph_runner"
EXTENDING = "sglang.srt.speculative.eagle_draft_extend_cuda_graph_runner"
FULL_GRAPH = "sglang.srt.model_executor.runner_backend.full_cuda_graph_backend"
MODULES = (BASE_BACKEND, DECODE, DRAFTING, EXTENDING, FULL_GRAPH)
"""What is the release's own in these tests, beside what it is in all."""


class Quiet:
    """Whatever a runner uses beside its batch and its backend: false, empty, and more of the kind in every use."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Quiet()

    def __call__(self, *arguments: object, **named: object) -> Any:
        return Quiet()

    def __bool__(self) -> bool:
        return False

    def __enter__(self) -> None:
        pass

    def __exit__(self, *raised: object) -> None:
        pass

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __gt__(self, other: object) -> bool:
        return False


class Fields(types.SimpleNamespace):
    """Any of SGLang's objects that only hold something; what it does not hold is None."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return None

    def mark_forward_metadata_ready(self) -> None:
        pass


def _runner(load: Any, module: str, name: str, **attributes: Any) -> Any:
    """One of SGLang's runners with these attributes; everything else of it and of its module is quiet."""
    loaded = load(module)
    for each, value in list(vars(loaded).items()):
        if _is_stand_in(value):
            setattr(loaded, each, Quiet())
    for each in ("ForwardBatch", "EagleDraftInput", "EagleDraftExtendInput", "SamplingBatchInfo"):
        if each in vars(loaded):
            setattr(loaded, each, Fields)
    loaded._grouped_foreach_copy_ = _copy_all
    bare = type(name, (getattr(loaded, name),), {"__getattr__": lambda self, name: Quiet()})
    runner = object.__new__(bare)
    vars(runner).update(attributes)
    return runner


def _is_stand_in(value: object) -> bool:
    """Whether a name of a module is one that nobody defined."""
    return isinstance(value, type) and value.__bases__ == (sglang._StandIn,) and value.__module__ == sglang.__name__


def _copy_all(targets: list[torch.Tensor], sources: list[torch.Tensor]) -> None:
    for target, source in zip(targets, sources, strict=True):
        target.copy_(source)


class Rerun:
    """A graph on a CPU: what was captured, run again."""

    def __init__(self) -> None:
        self.captured: dict[Any, Callable[[], Any]] = {}

    def capture_one(self, key: Any, forward: Callable[[], Any], **named: object) -> None:
        forward()
        capturing, prepared.capturing = prepared.capturing, lambda: True
        try:
            forward()
        finally:
            prepared.capturing = capturing
        self.captured[key] = forward

    def replay(self, key: Any, batch: Any) -> Any:
        return self.captured[key]()


def _graphs(load: Any) -> Any:
    """Who captures and replays: SGLang's own class, on a GPU."""
    if not sglang.ON_GPU:
        return Rerun()
    full = load(FULL_GRAPH).FullCudaGraphBackend
    graphs = object.__new__(type("Full", (full,), {"__getattr__": lambda self, name: Quiet()}))
    for each, value in list(vars(load(FULL_GRAPH)).items()):
        if _is_stand_in(value):
            setattr(load(FULL_GRAPH), each, Quiet())
    vars(graphs).update(
        _graphs={}, _outputs={}, _pool=None, _cuda_graph_runner=Quiet(), _device_module=torch.cuda, _precarve=Quiet(),
        _capture_stream=torch.cuda.Stream(), _reuse_output_buffer=False, _output_buffer=None,
        _memory_saver_adapter=None,
    )  # fmt: skip
    return graphs


class Recorded:
    """A runner of SGLang's for one mode, or for the draft steps, with the backends of ``Sparse``."""

    prefix = "dsa"

    def __init__(self, load: Any, inputs: Inputs, page_size: int, decode: str, steps: int | None = None) -> None:
        self.inputs = inputs
        self.sparse = Sparse(load, inputs, page_size, decode, steps)
        self.backends, self.face = self.sparse.backends, self.sparse.face
        self.graphs = _graphs(load)
        self.read: dict[int, list[Consumer]] = {}
        kind = "steps" if steps else inputs.mode
        self.runner = {"steps": self._drafting, "DRAFT_EXTEND_V2": self._extending}.get(kind, self._decoding)(load)
        self.kind, self.module = kind, load(DECODE)

    def _decoding(self, load: Any) -> Any:
        return _runner(
            load, DECODE, "DecodeCudaGraphRunner", backend=self.graphs, captured_req_width=self._width(),
            capture_prepare=self._capture_prepare, pp_size=1, _metadata_prep_fork=None,
            _metadata_prep_fork_resolved=True,
            in_graph_metadata_prep_done=None, model_runner=Fields(capture_head_hooks=(), capture_tail_hooks=(),
            spec_algorithm=Quiet()), tbo_plugin=Quiet(), deepep_adapter=Quiet(), device_module=torch.cuda,
            _make_graph_key=lambda size, *more: size, _capture_graph_size=lambda bs, num_tokens: bs,
            _record_in_graph_metadata_prep_done=lambda: None,
        )  # fmt: skip

    def _width(self) -> int:
        return 1 if self.inputs.mode == "DECODE" else DRAFT

    def _capture_prepare(self, size: int, stream_idx: Any = None, num_tokens: Any = None) -> Any:
        batch = _fields(self.captured)
        return Fields(**batch, spec_info=None, dp_padding_mode=Quiet()), self.face, None

    def _buffers(self) -> Fields:
        """The draft runners' input buffers: those of ``Inputs``, and what else they copy."""
        most = max(SIZES)

        def zeros(*size: int) -> torch.Tensor:
            return torch.zeros(size, dtype=torch.int64, device=DEVICE)

        return Fields(
            seq_lens=self.inputs.seq_lens, req_pool_indices=self.inputs.req_pool_indices,
            seq_lens_cpu=torch.ones(most, dtype=torch.int64), extend_seq_lens=zeros(most),
            out_cache_loc=zeros(most * DRAFT * 8), positions=zeros(most * DRAFT),
            mrope_positions=zeros(3, most * DRAFT), topk_p=zeros(most), topk_index=zeros(most),
            input_ids=zeros(most * DRAFT), hidden_states=zeros(most * DRAFT),
            num_correct_drafts=zeros(most), num_accept_tokens=zeros(most), select_index=zeros(most),
            next_token_logits_buffer=zeros(most * DRAFT),
        )  # fmt: skip

    def _drafting(self, load: Any) -> Any:
        return self._speculating(
            load, DRAFTING, "EAGLEDraftCudaGraphRunner", 1, draft_attn_backend=self.face,
            speculative_num_steps=len(self.backends) + 1, temperatures=torch.ones(max(SIZES), 1), top_ks=torch.ones(1),
            eagle_worker=Fields(draft_forward=lambda batch: self._model(batch), speculative_num_steps=1),
        )  # fmt: skip

    def _extending(self, load: Any) -> Any:
        modes = sglang.batch_info(self.inputs.version)["ForwardMode"]
        return self._speculating(
            load, EXTENDING, "EAGLEDraftExtendCudaGraphRunner", DRAFT, draft_extend_attn_backend=self.face,
            forward_mode=modes.DRAFT_EXTEND_V2,
        )  # fmt: skip

    def _speculating(self, load: Any, module: str, name: str, width: int, **more: Any) -> Any:
        model = Fields(forward=lambda ids, positions, batch: self._model(batch))
        return _runner(
            load, module, name, backend=self.graphs, buffers=self._buffers(), captured_req_width=width,
            extend_seq_lens_cpu=[DRAFT] * max(SIZES), require_mlp_tp_gather=False, require_attn_tp_gather=False,
            require_gathered_buffer=False, capture_bs=sorted(SIZES), seq_len_fill_value=1, deepep_adapter=Quiet(),
            model_runner=Fields(
                model=model, model_config=Fields(), kv_index_translator=Quiet(), spec_algorithm=Quiet()
            ),
            _make_graph_key=lambda size, **more: size, _replay_graph=lambda key, batch: self.graphs.replay(key, batch),
            _pad_to_bucket=lambda requests, sizes: next(each for each in sizes if each >= requests),
            _sampling_variant=lambda batch: None, _postprocess_output_to_raw_bs=lambda out, requests: out, **more,
        )  # fmt: skip

    def _model(self, batch: Any) -> Any:
        """What stands for the model: it reads the metadata of the batch's size, in every backend."""
        size = batch.batch_size
        if size not in self.read:
            metadata = [backend.decode_cuda_graph_metadata[size] for backend in self.backends]
            self.read[size] = [Consumer(each, graph=False) for each in metadata]
        for consumer in self.read[size]:
            consumer.record()
        return Fields(next_token_logits=torch.zeros(size), hidden_states=torch.zeros(size))

    def capture(self, batch: Batch) -> None:
        self.captured = batch
        self.runner.capture_one_shape(
            batch.batch_size, lambda ids, positions, forward_batch: self._model(forward_batch)
        )

    def replay(self, batch: Batch, requests: int | None = None) -> None:
        """As the runner does. ``requests`` of the batch are real; the scheduler has them in tensors of its own."""
        size = batch.batch_size
        real = size if requests is None else requests
        given = Fields(
            batch_size=real, seq_lens=batch.seq_lens[:real].clone(), seq_lens_sum=1,
            req_pool_indices=batch.req_pool_indices[:real].clone(), seq_lens_cpu=batch.seq_lens_cpu[:real],
            forward_mode=batch.forward_mode,
            out_cache_loc=torch.zeros(real * DRAFT * 8, dtype=torch.int64, device=DEVICE),
            spec_info=Fields(topk_p=torch.zeros(real, device=DEVICE), topk_index=torch.zeros(real, device=DEVICE)),
            positions=torch.zeros(real * self._width(), dtype=torch.int64, device=DEVICE),
            input_ids=torch.zeros(real * DRAFT, dtype=torch.int64, device=DEVICE),
        )  # fmt: skip
        if self.kind in ("steps", "DRAFT_EXTEND_V2"):
            if self.kind == "steps":
                given.out_cache_loc = given.out_cache_loc[: real * (len(self.backends) + 1)]
                self.runner.execute(given)
            else:
                given.out_cache_loc = given.out_cache_loc[: real * DRAFT]
                self.runner.execute(given, torch.zeros(real, dtype=torch.int64, device=DEVICE))
            return
        view = self._view(given, size)
        self.face.init_forward_metadata_out_graph(view)
        self.graphs.replay(size, view)

    def _view(self, given: Fields, size: int) -> Any:
        """What SGLang's decode runner hands to the backend: its own function makes it."""
        buffers = Fields(
            input_ids=torch.zeros(size * DRAFT), positions=torch.zeros(size * DRAFT), seq_lens=self.inputs.seq_lens,
            req_pool_indices=self.inputs.req_pool_indices, seq_lens_cpu=torch.ones(size),
        )  # fmt: skip
        named: dict[str, Any] = {
            "forward_batch": given, "buffers": buffers, "bs": size, "raw_bs": size, "num_tokens": size * self._width(),
            "global_num_tokens_cpu": None, "seq_len_fill_value": 1, "is_encoder_decoder": False,
            "capture_forward_mode": given.forward_mode,
        }  # fmt: skip
        function = self.module.build_replay_fb_view
        return function(**{name: named[name] for name in inspect.signature(function).parameters})

    def defined(self, batch: Batch, page_size: int) -> list[dict[str, torch.Tensor]]:
        return [each.defined(batch, self.prefix, page_size) for each in self.read[batch.batch_size]]


def _fields(batch: Batch) -> dict[str, Any]:
    return {
        name: getattr(batch, name)
        for name in ("batch_size", "seq_lens", "req_pool_indices", "forward_mode", "seq_lens_sum")
    }
