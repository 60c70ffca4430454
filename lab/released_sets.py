"""The released packages that are scanned, in the sets in which they were chosen, or drawn by lot of what is named."""

from __future__ import annotations

import json
from pathlib import Path

DATA = Path(__file__).with_name("data") / "released_sets.json"
# The packages of each set, with their versions
SETS: dict[str, tuple[tuple[str, str], ...]] = {
    name: tuple(each["packages"].items()) for name, each in json.loads(DATA.read_text(encoding="utf-8")).items()
}
PACKAGES = SETS["first"]

# What a further set was drawn of, by lot: packages that nobody had used here
POOL = """
anndata arviz biopython bitsandbytes bokeh borgbackup botorch compressed-tensors coverage darts distributed evaluate
fabric fairscale falcon fastapi flair flask flashinfer-python gensim geopandas gluonts gpytorch gradio gunicorn h5py
hatch haystack-ai ipython jedi kivy lm-eval litellm llmcompressor luigi matplotlib mercurial mitmproxy mlx-lm
mmengine mne modin monai nibabel nilearn numba numpyro obspy onnx open-clip-torch optuna papermill pint plotnine
poetry pooch prefect pyarrow pygments pymc pyramid pyro-ppl pytest pytorch-ignite ray requests salt sanic scanpy
scapy scipy scrapy seaborn setuptools skorch spacy speechbrain sphinx spyder starlette streamlit sunpy supervisor
torchaudio torchmetrics torchvision tox twisted ultralytics uvicorn virtualenv werkzeug xformers xgboost yt zarr
"""
LOT = "nsa-guard, 2026-11-27, a further lot"
LOT_SIZE = 12
# These had been scanned before the next lot was drawn of the rest of the pool
SCANNED = "bitsandbytes flashinfer-python lm-eval numpyro torchmetrics ultralytics"
LAST_LOT = "nsa-guard, 2026-11-27, a last lot"
NEWEST_LOT = "nsa-guard, 2026-11-28, one more lot"
NEWEST_SIZE = 20
AFTER_LOT = "nsa-guard, 2026-11-28, after the last change"
AFTER_SIZE = 16
CLOSING_LOT = "nsa-guard, 2026-11-28, a set to close with"
CLOSING_SIZE = 15
FIELD_POOL = """
ai-dynamo auto-round autoawq axolotl bentoml cut-cross-entropy dgl diffsynth dspy espnet executorch exllamav2 fairseq2
fschat instructor intel-extension-for-pytorch kserve langchain-core lighteval llama-index-core lmcache megatron-bridge
mmdet mosaicml mosaicml-streaming nemo-run neural-compressor nncf openvino optimum-habana optimum-neuron smolagents
tensordict torch-geometric torch-tensorrt torchrl torchtitan transformer-engine xinference
"""
FIELD_LOT = "nsa-guard, 2026-11-28, serving and training"
FIELD_SIZE = 20
# To measure once more: two pools that nobody had used here, of the field and of Python in general, each drawn by lot.
# In that order each is taken that has a wheel of at most 300 MB with 20,000 to 600,000 lines, until there are 18 and 9.
FRESH_FIELD = """
aimet-torch apache-tvm asteroid autogluon-multimodal autogluon-timeseries brax brevitas cache-dit cudf-cu12
cugraph-cu12 cuml-cu12 cupy-cuda12x d3rlpy deepeval deepmd-kit dm-control dm-haiku evalscope exllamav3 f5-tts
fairchem-core fairseq fbgemm-gpu garak gluoncv gptqmodel invokeai ipex-llm iree-turbine keras-hub lhotse
lightning-thunder llamafactory ludwig mlx-audio mlx-vlm mmaction2 mmdet3d mmocr mmpose monailabel mujoco-mjx
nemo-curator nemoguardrails neuralforecast nnunetv2 numba-cuda nvflare nvidia-cutlass-dsl nvidia-modelopt
nvidia-physicsnemo onnxscript opencompass optax optimum-quanto orbax-checkpoint paddlex parlai pennylane pettingzoo
polygraphy praxis pyannote-audio python-doctr qiskit ragas s3prl scikit-image sktime stanza tensorflow-datasets
tensorflow-probability tf-agents tf-keras tf-models-official tf2onnx tianshou torch-xla
"""
FRESH_GENERAL = """
angr apache-airflow-core apache-beam apache-superset awscli azure-ai-ml azure-cli-core botocore breezy cython dagster
dbt-core dulwich dvc esphome feast gevent great-expectations homeassistant ibis-framework impacket kedro
localstack-core metaflow moto nuitka pdm pipenv platformio pwntools pyinstaller pyspark sagemaker satpy
snowflake-connector-python snowflake-snowpark-python sqlglot sqlmesh textual trio wagtail xonsh yt-dlp zenml zope
"""
FRESH_LOT = "nsa-guard, 2026-11-29, a fresh set"
FRESH_SIZES = (18, 9)
# Drawn before the last of them, and left out: one has no wheel, the others have fewer lines
FRESH_LEFT_OUT = "f5-tts ludwig nvidia-cutlass-dsl snowflake-connector-python"
# What came next in the order of the two lots, taken in the same way
UNSEEN_LEFT_OUT = "asteroid fbgemm-gpu gptqmodel s3prl"  # fewer lines, larger, or no wheel
# And what came next after that
UNTRIED_LEFT_OUT = "fairseq nnunetv2 optimum-quanto pennylane pyspark sagemaker"  # the same; one wheel has no code

# Wider lots, whose pools, sizes and what was left out are data, too
WIDER = json.loads(DATA.with_name("released_lots.json").read_text(encoding="utf-8"))
