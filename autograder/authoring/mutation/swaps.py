"""Functions that are taken for one another: a mutant calls the other one."""

from __future__ import annotations

_PAIRS = """
argmin argmax; min max; amin amax; minimum maximum; nanmin nanmax; cummin cummax; aminmax max; sum mean
nansum nanmean; prod sum; cumsum cumprod; median mean; std var; norm sum; rand randn; rand_like randn_like
zeros ones; zeros_like ones_like; new_zeros new_ones; zeros_ ones_; any all; isnan isinf; isfinite isnan
train eval; floor ceil; round floor; trunc round; sin cos; sinh cosh; asin acos; log log1p; exp expm1
log2 log; sqrt square; rsqrt sqrt; abs neg; square abs; relu sigmoid; tanh sigmoid; relu relu6; gelu relu
softmax log_softmax; softplus relu; leaky_relu relu; logsumexp sum; ReLU Sigmoid; Tanh Sigmoid; GELU ReLU
Softmax LogSoftmax; stack cat; hstack vstack; tril triu; ge gt; le lt; eq ne; add sub; mul div; add_ sub_
mul_ div_; floor_divide true_divide; remainder fmod; logical_and logical_or; logical_not bool; view permute
flatten squeeze; squeeze flatten; unsqueeze squeeze; gather index_select; repeat expand
repeat repeat_interleave; scatter scatter_add; scatter_ scatter_add_; index_add_ index_copy_; matmul mul
mm mul; bmm mul; normal_ uniform_; kaiming_normal_ xavier_normal_; kaiming_uniform_ xavier_uniform_
xavier_normal_ kaiming_normal_; xavier_uniform_ kaiming_uniform_; normal rand; multinomial topk
randint zeros; randperm arange; avg_pool2d max_pool2d; AvgPool2d MaxPool2d
adaptive_avg_pool2d adaptive_max_pool2d; Dropout Dropout2d; BatchNorm1d LayerNorm; mse_loss l1_loss
MSELoss L1Loss; cross_entropy nll_loss; CrossEntropyLoss NLLLoss; Adam AdamW; SGD Adam; parameters buffers
named_parameters named_buffers; modules children; named_modules named_children; append add; keys values
items values; startswith endswith; len bool; sorted list; tuple list; list tuple; int float; float int
ceil floor; reversed list; divmod pow; sigmoid tanh; no_grad enable_grad; inference_mode enable_grad
double float; long int; topk sort; argsort sort; sort argsort; float32 float64; float64 float32; int64 int32
long int32; bool uint8; float16 float32; bfloat16 float32; detach clone; clone detach
is_floating_point is_complex
"""


def _table(pairs: str) -> dict[str, tuple[str, ...]]:
    """Read pairs of names; each stands for the other, unless the other has a pair that begins with it."""
    found = [tuple(pair.split()) for line in pairs.strip().splitlines() for pair in line.split(";")]
    table: dict[str, list[str]] = {}
    for name, other in found:
        table.setdefault(name, []).append(other)
    for name, other in found:
        if other not in table:
            table[other] = [name]
    return {name: tuple(dict.fromkeys(others)) for name, others in table.items()}


SWAPS = _table(_PAIRS)
DTYPES = frozenset(
    {"float16", "bfloat16", "float32", "float64", "int32", "int64", "long", "bool", "uint8", "double"}
)
EXCEPTIONS = {
    "ValueError": "RuntimeError",
    "TypeError": "RuntimeError",
    "IndexError": "RuntimeError",
    "KeyError": "RuntimeError",
    "RuntimeError": "ValueError",
    "StopIteration": "RuntimeError",
    "AttributeError": "RuntimeError",
    "NotImplementedError": "RuntimeError",
}
