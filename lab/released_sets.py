"""The released packages that are scanned, in the sets in which they were chosen, or drawn by lot of what is named."""

from __future__ import annotations

PACKAGES = (
    ("sglang", "0.5.23"),
    ("vllm", "0.33.0"),
    ("transformers", "5.23.0"),
    ("flash-linear-attention", "0.6.0"),
    ("liger-kernel", "0.8.5"),
    ("diffusers", "0.42.1"),
)
# Packages that the analysis was not made with, whose reports were read while it was changed
TUNING = (
    ("accelerate", "1.15.0"),
    ("aiohttp", "3.14.5"),
    ("celery", "5.7.0"),
    ("conan", "2.34.0"),
    ("dask", "2026.8.0"),
    ("datasets", "5.2.0"),
    ("django", "5.2.19"),
    ("jax", "0.10.2"),
    ("lightning", "2.6.6"),
    ("networkx", "3.6.1"),
    ("nltk", "3.10.4"),
    ("pandas", "3.1.1"),
    ("scikit-learn", "1.9.1"),
    ("sentence-transformers", "6.2.0"),
    ("sympy", "1.14.0"),
    ("timm", "1.0.31"),
    ("torchao", "0.18.0"),
    ("tornado", "6.6.1"),
    ("trl", "1.16.0"),
    ("xarray", "2026.9.0"),
)
# These ten were to measure it; once they were read, their kinds were mended too
SECOND = (
    ("ansible-core", "2.19.14"),
    ("flax", "0.12.8"),
    ("keras", "3.15.1"),
    ("meson", "1.12.1"),
    ("optimum", "2.3.0"),
    ("peft", "0.21.2"),
    ("pip", "26.3"),
    ("scons", "4.11.1"),
    ("sqlalchemy", "2.1.9"),
    ("statsmodels", "0.15.0"),
)
# Drawn by lot of 67 that nobody had used; after they were read, a kind of deepchem was mended
MEASURING = (
    ("astropy", "8.0.2"),
    ("buildbot", "4.3.0"),
    ("deepchem", "2.8.0"),
    ("hypothesis", "6.170.17"),
    ("kornia", "0.9.0"),
    ("lightgbm", "4.7.0"),
    ("paramiko", "5.1.0"),
    ("polars", "2.1.0"),
    ("pydantic", "2.14.4"),
)
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
# The twelve without salt, which has no wheel
FURTHER = (
    ("darts", "0.48.1"),
    ("gradio", "6.31.0"),
    ("mmengine", "0.10.7"),
    ("obspy", "1.5.1"),
    ("pooch", "1.9.0"),
    ("ray", "2.60.0"),
    ("scrapy", "2.19.0"),
    ("seaborn", "0.13.2"),
    ("setuptools", "84.2.1"),
    ("starlette", "1.10.0"),
    ("xformers", "0.0.35"),
)
# Drawn of the rest of the pool, without the six that had been scanned meanwhile, and read after the last change
SCANNED = "bitsandbytes flashinfer-python lm-eval numpyro torchmetrics ultralytics"
LAST_LOT = "nsa-guard, 2026-11-27, a last lot"
LAST = (
    ("falcon", "4.4.0"),
    ("fastapi", "0.165.0"),
    ("matplotlib", "3.11.2"),
    ("mercurial", "7.2.4"),
    ("numba", "0.68.1"),
    ("prefect", "3.9.1"),
    ("requests", "2.34.2"),
    ("skorch", "1.4.0"),
    ("spacy", "3.8.18"),
    ("spyder", "6.1.8"),
    ("uvicorn", "0.54.0"),
    ("zarr", "3.1.6"),
)
# Drawn of what was left, without the last lot, and pinned before anything was known of them
NEWEST_LOT = "nsa-guard, 2026-11-28, one more lot"
NEWEST_SIZE = 20
NEWEST = (
    ("anndata", "0.12.19"),
    ("bokeh", "3.9.2"),
    ("botorch", "0.18.1"),
    ("evaluate", "0.4.6"),
    ("flair", "0.15.1"),
    ("flask", "3.1.3"),
    ("gensim", "4.4.0"),
    ("geopandas", "1.2.0"),
    ("gpytorch", "1.15.2"),
    ("h5py", "3.16.0"),
    ("jedi", "0.20.1"),
    ("mitmproxy", "11.0.2"),
    ("mlx-lm", "0.32.2"),
    ("mne", "1.13.2"),
    ("pint", "0.25.3"),
    ("scanpy", "1.11.5"),
    ("scipy", "1.17.1"),
    ("speechbrain", "1.1.2"),
    ("sphinx", "9.0.4"),
    ("werkzeug", "3.1.9"),
)
# Drawn of what was left of these, and read after the last change of the analysis
AFTER_LOT = "nsa-guard, 2026-11-28, after the last change"
AFTER_SIZE = 16
AFTER = (
    ("biopython", "1.88"),
    ("coverage", "7.17.5"),
    ("fabric", "3.2.3"),
    ("gluonts", "0.17.0"),
    ("kivy", "2.3.1"),
    ("modin", "0.37.1"),
    ("nilearn", "0.14.1"),
    ("open-clip-torch", "3.3.0"),
    ("optuna", "5.0.0"),
    ("papermill", "2.7.0"),
    ("pyarrow", "26.0.1"),
    ("pyramid", "2.1"),
    ("pyro-ppl", "1.9.2"),
    ("pytest", "9.2.0"),
    ("scapy", "2.8.0"),
    ("twisted", "26.10.0"),
)
# Drawn of what was left of these, after a kind of the last set had been mended, and read after the last change
CLOSING_LOT = "nsa-guard, 2026-11-28, a set to close with"
CLOSING_SIZE = 15
CLOSING = (
    ("haystack-ai", "3.4.1"),
    ("ipython", "9.18.1"),
    ("litellm", "1.110.2"),
    ("llmcompressor", "0.14.0.1"),
    ("luigi", "3.8.1"),
    ("monai", "1.6.1"),
    ("onnx", "1.23.2"),
    ("pygments", "2.21.0"),
    ("pymc", "5.28.5"),
    ("pytorch-ignite", "0.5.5"),
    ("sanic", "25.12.1"),
    ("streamlit", "1.67.0"),
    ("sunpy", "7.0.5"),
    ("torchaudio", "2.11.0"),
    ("xgboost", "3.2.0"),
)
# All that was left of the pool then; borgbackup and fairscale have no wheel
REST = (
    ("arviz", "0.23.4"),
    ("compressed-tensors", "0.20.1"),
    ("distributed", "2026.8.0"),
    ("gunicorn", "27.0.1"),
    ("hatch", "1.18.2"),
    ("nibabel", "5.4.2"),
    ("plotnine", "0.15.9"),
    ("poetry", "2.5.1"),
    ("supervisor", "4.3.0"),
    ("torchvision", "0.29.1"),
    ("tox", "4.67.15"),
    ("virtualenv", "21.15.11"),
    ("yt", "4.4.3"),
)
# Serving and training, and what runs beside them: chosen and pinned before one of them was scanned
FIELD = (
    ("ctranslate2", "4.8.5"),
    ("guidance", "0.3.1"),
    ("jupyter-server", "2.21.1"),
    ("ktransformers", "0.7.2"),
    ("lmdeploy", "0.18.0"),
    ("megatron-core", "0.16.1"),
    ("mlflow", "3.18.0"),
    ("ms-swift", "4.6.0"),
    ("nemo-toolkit", "3.0.0"),
    ("onnxruntime", "1.32.0"),
    ("openrlhf", "0.11.2"),
    ("optimum-intel", "2.2.0"),
    ("outlines", "1.3.3"),
    ("sentry-sdk", "2.75.0"),
    ("tilelang", "0.1.15"),
    ("torchrec", "1.9.2"),
    ("torchtune", "0.6.1"),
    ("unsloth", "2026.10.9"),
    ("verl", "0.9.1"),
    ("vllm-ascend", "0.23.0"),
    ("wandb", "0.31.0"),
    ("xgrammar", "0.2.9"),
)
# More of them, listed and drawn before one was scanned; read after the kinds of the set before were mended
FIELD_POOL = """
ai-dynamo auto-round autoawq axolotl bentoml cut-cross-entropy dgl diffsynth dspy espnet executorch exllamav2 fairseq2
fschat instructor intel-extension-for-pytorch kserve langchain-core lighteval llama-index-core lmcache megatron-bridge
mmdet mosaicml mosaicml-streaming nemo-run neural-compressor nncf openvino optimum-habana optimum-neuron smolagents
tensordict torch-geometric torch-tensorrt torchrl torchtitan transformer-engine xinference
"""
FIELD_LOT = "nsa-guard, 2026-11-28, serving and training"
FIELD_SIZE = 20
SERVING = (
    ("ai-dynamo", "1.6.1"),
    ("autoawq", "0.2.7.post3"),
    ("axolotl", "0.19.0"),
    ("cut-cross-entropy", "25.1.1"),
    ("dgl", "2.1.0"),
    ("diffsynth", "2.1.12"),
    ("espnet", "202511"),
    ("executorch", "1.5.1"),
    ("exllamav2", "0.3.2"),
    ("fairseq2", "0.8.1"),
    ("instructor", "1.17.0"),
    ("kserve", "0.21.0"),
    ("langchain-core", "1.8.4"),
    ("lmcache", "0.5.6"),
    ("mosaicml", "0.32.1"),
    ("mosaicml-streaming", "0.13.0"),
    ("nncf", "3.4.0"),
    ("torch-geometric", "2.8.1"),
    ("torchtitan", "0.3.0"),
    ("xinference", "4.1.0"),
)
# All that was left of that pool; read after the kinds of the lot were mended
REMAINDER = (
    ("auto-round", "0.16.1"),
    ("bentoml", "1.4.40"),
    ("dspy", "3.4.1"),
    ("fschat", "0.2.36"),
    ("intel-extension-for-pytorch", "2.8.0"),
    ("lighteval", "0.13.0"),
    ("llama-index-core", "0.14.25"),
    ("megatron-bridge", "0.3.1"),
    ("mmdet", "3.3.0"),
    ("nemo-run", "0.11.1"),
    ("neural-compressor", "3.10"),
    ("openvino", "2026.4.1"),
    ("optimum-habana", "1.21.2"),
    ("optimum-neuron", "0.4.5"),
    ("smolagents", "1.26.0"),
    ("tensordict", "0.15.3"),
    ("torch-tensorrt", "2.14.0"),
    ("torchrl", "0.14.1"),
    ("transformer-engine", "2.20.2"),
)
# Kernels, training, speech, vision and clouds: chosen and pinned before one of them was scanned
BEYOND = (
    ("amd-quark", "0.13"),
    ("bitblas", "0.1.0.post1"),
    ("captum", "0.9.0"),
    ("coqui-tts", "0.28.0"),
    ("cuda-tile", "1.7.0"),
    ("funasr", "1.4.16"),
    ("helion", "1.5.1"),
    ("lerobot", "0.4.4"),
    ("llm-foundry", "0.22.0"),
    ("mmpretrain", "1.2.0"),
    ("mmsegmentation", "1.2.2"),
    ("modal", "1.6.4"),
    ("modelscope", "1.40.2"),
    ("nemo-automodel", "0.7.0"),
    ("nerfstudio", "1.1.5"),
    ("paddlenlp", "2.8.1"),
    ("quack-kernels", "0.6.5"),
    ("shap", "0.51.0"),
    ("skypilot", "0.14.1"),
    ("stable-baselines3", "2.9.2"),
    ("supervision", "0.31.2"),
    ("torchx", "0.7.0"),
    ("transformer-lens", "4.3.0"),
    ("triton", "3.9.0"),
    ("unsloth-zoo", "2026.10.9"),
    ("vllm-omni", "0.30.0"),
    ("warp-lang", "1.19.0"),
)
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
FRESH = (
    ("aimet-torch", "2.42.0"),
    ("azure-cli-core", "2.91.0"),
    ("cython", "3.3.1"),
    ("d3rlpy", "2.8.1"),
    ("evalscope", "1.14.1"),
    ("exllamav3", "1.6.5"),
    ("gevent", "26.9.0"),
    ("ibis-framework", "12.0.0"),
    ("ipex-llm", "2.2.0"),
    ("lhotse", "1.33.0"),
    ("llamafactory", "0.9.5"),
    ("metaflow", "2.19.39"),
    ("mmocr", "1.0.1"),
    ("mmpose", "1.3.2"),
    ("monailabel", "0.8.5"),
    ("moto", "5.2.5"),
    ("nvflare", "2.9.0"),
    ("pettingzoo", "1.27.0"),
    ("polygraphy", "0.53.6"),
    ("pyinstaller", "6.22.3"),
    ("python-doctr", "1.1.0"),
    ("sktime", "1.2.0"),
    ("sqlglot", "30.30.0"),
    ("stanza", "1.15.0"),
    ("tf-keras", "2.21.0"),
    ("tianshou", "2.0.1"),
    ("zenml", "0.98.0"),
)
# What came next in the order of the two lots, taken in the same way
UNSEEN_LEFT_OUT = (
    "asteroid fbgemm-gpu gptqmodel s3prl"  # drawn before the last of them: fewer lines, larger, or no wheel
)
UNSEEN = (
    ("angr", "9.2.213"),
    ("autogluon-multimodal", "1.6.3"),
    ("breezy", "3.3.23"),
    ("brevitas", "0.13.4"),
    ("cudf-cu12", "26.10.2"),
    ("cugraph-cu12", "26.10.0"),
    ("cupy-cuda12x", "14.2.0"),
    ("deepeval", "4.3.1"),
    ("dm-control", "1.0.50"),
    ("dm-haiku", "0.0.17"),
    ("dvc", "3.67.1"),
    ("feast", "0.67.0"),
    ("impacket", "0.13.1"),
    ("mmdet3d", "1.4.0"),
    ("nemo-curator", "1.4.0"),
    ("nvidia-physicsnemo", "2.2.2"),
    ("opencompass", "0.5.4"),
    ("paddlex", "3.7.2"),
    ("praxis", "1.4.0"),
    ("pwntools", "4.15.0"),
    ("scikit-image", "0.26.0"),
    ("snowflake-snowpark-python", "1.56.0"),
    ("tensorflow-probability", "0.25.0"),
    ("tf-models-official", "2.20.0"),
    ("tf2onnx", "1.17.0"),
    ("wagtail", "8.0.1"),
    ("xonsh", "0.25.0"),
)
SETS = {
    "first": PACKAGES,
    "tuning": TUNING,
    "second": SECOND,
    "measuring": MEASURING,
    "further": FURTHER,
    "last": LAST,
    "newest": NEWEST,
    "after": AFTER,
    "closing": CLOSING,
    "rest": REST,
    "field": FIELD,
    "serving": SERVING,
    "remainder": REMAINDER,
    "beyond": BEYOND,
    "fresh": FRESH,
    "unseen": UNSEEN,
}
