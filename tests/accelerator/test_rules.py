"""What a GPU refuses, in its words; what it lets through; and what it makes Python wait for."""

import copy
import gc
import io
import warnings

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset

from autograder.accelerator import switch
from autograder.accelerator.tensor import SimTensor

LEFT = (
    "Expected all tensors to be on the same device, but got {} is on {}, different from other tensors on {} "
)
METHOD = "(when checking argument in method wrapper_CUDA_{})"


def left(name, place, others, method):
    return LEFT.format(name, place, others) + METHOD.format(method)


def model():
    return nn.Linear(3, 2).cuda()


TWO = "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!"
MIXED = {
    "a batch left behind": (lambda: model()(torch.ones(4, 3)), left("mat1", "cpu", "cuda:0", "addmm")),
    "a model left behind": (
        lambda: nn.Linear(3, 2)(torch.ones(4, 3).cuda()),
        left("mat1", "cuda:0", "cpu", "addmm"),
    ),
    "no bias": (lambda: torch.ones(4, 3) @ model().weight.T, left("mat2", "cuda:0", "cpu", "mm")),
    "labels left behind": (
        lambda: F.cross_entropy(torch.ones(2, 3).cuda(), torch.tensor([0, 1])),
        left("target", "cpu", "cuda:0", "nll_loss_forward"),
    ),
    "indices of an embedding": (
        lambda: nn.Embedding(3, 2).cuda()(torch.tensor([1])),
        left("index", "cpu", "cuda:0", "_index_select"),
    ),
    "elementwise": (lambda: torch.ones(2).cuda() + torch.ones(2), TWO),
    "a number on the device with a vector on the CPU": (lambda: torch.ones(()).cuda() * torch.ones(2), TWO),
    "a comparison": (lambda: torch.ones(2).cuda() == torch.ones(2), TWO),
    "mse": (lambda: F.mse_loss(torch.ones(2).cuda(), torch.ones(2)), TWO),
    "in place": (lambda: torch.ones(2).cuda().add_(torch.ones(2)), TWO),
    "in place on the CPU": (lambda: torch.ones(2).add_(torch.ones(2).cuda()), TWO),
    "a number on the CPU that something on the device is added to": (
        lambda: torch.zeros(()).add_(torch.ones(()).cuda()),
        TWO,
    ),
    "an out on the CPU": (lambda: torch.add(torch.ones(2).cuda(), 1, out=torch.ones(2)), TWO),
    "cat": (
        lambda: torch.cat([torch.ones(2).cuda(), torch.ones(2)]),
        left("tensors", "cpu", "cuda:0", "cat"),
    ),
    "convolution": (
        lambda: nn.Conv2d(1, 1, 2).cuda()(torch.ones(1, 1, 3, 3)),
        "Input type (torch.FloatTensor) and weight type (torch.cuda.FloatTensor) should be the same",
    ),
    "convolution the other way round": (
        lambda: nn.Conv2d(1, 1, 2)(torch.ones(1, 1, 3, 3).cuda()),
        "Input type (torch.cuda.FloatTensor) and weight type (torch.FloatTensor) should be the same",
    ),
    "an index on the device": (
        lambda: torch.ones(2)[torch.tensor([0]).cuda()],
        "indices should be either on cpu or on the same device as the indexed tensor (cpu)",
    ),
    "the CPU's generator": (
        lambda: torch.rand(2, device="cuda", generator=torch.Generator()),
        "Expected a 'cuda' device type for generator but found 'cpu'",
    ),
    "the device's generator": (
        lambda: torch.randperm(2, generator=torch.Generator("cuda")),
        "Expected a 'cpu' device type for generator but found 'cuda'",
    ),
    "pinning": (
        lambda: torch.ones(2).cuda().pin_memory(),
        "cannot pin 'torch.cuda.FloatTensor' only dense CPU tensors can be pinned",
    ),
}


@pytest.mark.parametrize("name", MIXED)
def test_mixing_devices_is_refused_in_cudas_words(cuda, name):
    mix, text = MIXED[name]
    with pytest.raises(RuntimeError) as caught:
        mix()
    assert str(caught.value) == text


def test_numpy_is_refused(cuda):
    text = "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first."
    x = torch.ones(2, device="cuda", requires_grad=True)
    for convert in (x.numpy, x.detach().numpy, lambda: np.asarray(x)):
        with pytest.raises(TypeError) as caught:
            convert()
        assert str(caught.value) == text
    assert x.detach().cpu().numpy().tolist() == [1, 1]
    assert x.numpy(force=True).tolist() == [1, 1]


def test_numbers_and_indices_of_the_cpu_are_welcome(cuda):
    x = torch.arange(6.0, device="cuda").reshape(2, 3)
    assert (x * torch.tensor(2.0)).tolist() == [[0, 2, 4], [6, 8, 10]]
    assert torch.where(x > 2, x, torch.tensor(0.0)).sum().item() == 12
    assert x[torch.tensor([1])].tolist() == [[3, 4, 5]]
    assert x[[1, 0]].tolist() == [[3, 4, 5], [0, 1, 2]]
    assert x[:, np.array([0])].tolist() == [[0], [3]]
    x[torch.tensor([0])] = torch.tensor(9.0)
    x[1] = torch.tensor([1.0, 2.0, 3.0])  # a copy, and copies cross
    assert x.tolist() == [[9, 9, 9], [1, 2, 3]]
    assert torch.ones(2).copy_(x[0, :2]).device.type == "cpu"


def test_a_tensor_says_where_it_is(cuda):
    x = torch.tensor([1.0, 2.5], device="cuda")
    assert (x.device, x.is_cuda, x.is_cpu, x.get_device()) == (torch.device("cuda", 0), True, False, 0)
    assert x.device.type == "cuda"
    assert x.type() == "torch.cuda.FloatTensor"
    assert repr(x) == "tensor([1.0000, 2.5000], device='cuda:0')"
    assert repr(x.double()) == "tensor([1.0000, 2.5000], device='cuda:0', dtype=torch.float64)"
    assert repr(x.requires_grad_() * 2) == "tensor([2., 5.], device='cuda:0', grad_fn=<MulBackward0>)"
    assert repr(x) == "tensor([1.0000, 2.5000], device='cuda:0', requires_grad=True)"
    assert repr(torch.empty(0, 3, device="cuda")) == "tensor([], device='cuda:0', size=(0, 3))"
    assert repr(nn.Parameter(x.detach())).startswith(
        "Parameter containing:\ntensor([1.0000, 2.5000], device='cuda:0',"
    )
    assert f"{x[1]:.1f}" == "2.5"
    assert torch.zeros_like(x).device == x.new_zeros(2).device == x.device
    assert x.untyped_storage().device == x.device
    assert (
        x.untyped_storage().data_ptr()
        == x[1:].untyped_storage().data_ptr()
        != x.clone().untyped_storage().data_ptr()
    )


def test_parameters_keep_their_identity(cuda):
    """An optimizer made before the move goes on working; attributes, gradients and weak references stay."""
    import weakref

    layer = nn.Linear(3, 2)
    layer.weight.note = "mine"
    weak = weakref.ref(layer.weight)
    layer(torch.ones(1, 3)).sum().backward()
    optimizer = torch.optim.SGD(layer.parameters(), lr=1.0)
    weight, gradient, before = layer.weight, layer.weight.grad, layer.weight.detach().clone()
    layer.cuda()
    assert layer.weight is weight is weak()
    assert weight.grad is gradient
    assert (weight.device.type, gradient.device.type, weight.note) == ("cuda", "cuda", "mine")
    assert isinstance(weight, nn.Parameter)
    assert weight.requires_grad
    optimizer.step()
    layer.cpu()
    assert layer.weight is weight
    assert type(weight) is nn.Parameter
    assert torch.equal(weight.detach(), before - 1)


def test_data_can_be_set(cuda):
    weight = nn.Parameter(torch.ones(2))
    weight.data = weight.data.cuda()
    assert weight.is_cuda
    weight.data = weight.data * 3
    assert weight.tolist() == [3, 3]
    weight.data.add_(1)
    assert weight.tolist() == [4, 4]
    weight.data = torch.zeros(5, device="cuda")
    assert weight.shape == (5,)
    weight.data = weight.data.cpu()
    assert type(weight) is nn.Parameter


def test_a_graph_from_before_the_move_is_of_no_use(cuda):
    layer = nn.Linear(3, 2)
    out = layer(torch.ones(1, 3)).sum()
    layer.cuda()
    with pytest.raises(
        RuntimeError, match="moved to another device between the forward and the backward pass"
    ):
        out.backward()


def test_a_changed_tensor_is_noticed_in_backward(cuda):
    x = torch.ones(3, device="cuda", requires_grad=True)
    y = x.exp()
    y.add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


def test_copies_are_deep(cuda):
    layer = nn.Linear(3, 2).cuda()
    layer(torch.ones(1, 3).cuda()).sum().backward()
    other = copy.deepcopy(layer)
    other.weight.data.zero_()
    assert layer.weight.abs().sum().item() > 0
    assert isinstance(other.weight, nn.Parameter)
    assert torch.equal(other.weight.grad, layer.weight.grad)
    assert other.weight.grad is not layer.weight.grad


def test_synchronizations_are_counted(cuda):
    def count(action):
        before = switch.COUNTS.copy()
        action()
        return switch.COUNTS.since(before)

    x = torch.ones(4, device="cuda")
    assert count(lambda: x.sum() + 1).synchronizations == 0
    for wait in (
        *(x[0].item, x.tolist, x.cpu, lambda: bool(x[0]), lambda: float(x[0]), lambda: repr(x), x.nonzero),
        *(
            lambda: x[x > 0],
            lambda: torch.equal(x, x),
            lambda: int(x[0]),
            torch.cuda.synchronize,
            lambda: x.to("cpu"),
        ),
        *(
            lambda: f"{x[0]:.2f}",
            lambda: x.unique(),
            lambda: torch.ones(4).copy_(x),
            lambda: 1 if x[0] > 0 else 0,
        ),
    ):
        assert count(wait).synchronizations == 1
    assert count(lambda: x.to("cpu", non_blocking=True)).synchronizations == 0
    sent = count(lambda: torch.ones(5).cuda())
    assert (sent.to_device, sent.to_device_bytes, sent.synchronizations) == (1, 20, 0)
    fetched = count(lambda: x.cpu())
    assert (fetched.to_host, fetched.to_host_bytes) == (1, 16)
    assert count(lambda: x.to("cuda")).operators == 0
    with switch.COUNTS.paused():
        x.tolist()
    assert count(lambda: None).plain() == dict.fromkeys(fetched.plain(), 0)


def test_random_streams(cuda):
    """The device has a stream of its own, which torch.manual_seed starts, too."""
    torch.manual_seed(3)
    wanted = torch.rand(4)
    torch.manual_seed(3)
    state = torch.get_rng_state()
    assert torch.equal(torch.rand(4, device="cuda").cpu(), wanted)
    F.dropout(torch.ones(9, device="cuda"))
    assert torch.equal(torch.get_rng_state(), state)
    torch.cuda.manual_seed_all(3)
    kept = torch.cuda.get_rng_state()
    assert torch.equal(torch.rand(4, device="cuda").cpu(), wanted)
    torch.cuda.set_rng_state(kept)
    assert torch.equal(torch.rand(4, device="cuda").cpu(), wanted)
    generator = torch.Generator(device="cuda").manual_seed(3)
    assert generator.device == torch.device("cuda", 0)
    assert isinstance(generator, torch.Generator)
    assert torch.equal(torch.rand(4, device="cuda", generator=generator).cpu(), wanted)


def test_files(cuda):
    """A checkpoint of the device is one of a GPU: it needs one, or a map_location."""
    layer = nn.Linear(3, 2).cuda()
    stream = io.BytesIO()
    torch.save({"model": layer.state_dict(), "view": layer.weight.detach()[1]}, stream)

    def load(**options):
        stream.seek(0)
        return torch.load(stream, **options)["model"]["weight"]

    assert type(load()) is SimTensor
    assert torch.equal(load(), layer.weight)
    for location in ("cuda", "cuda:0", torch.device("cuda"), torch.device("cuda", 0)):
        assert load(map_location=location).is_cuda
    for location in ("cpu", torch.device("cpu"), {"cuda:0": "cpu"}, lambda storage, where: storage):
        assert type(load(map_location=location)) is torch.Tensor
        assert torch.equal(load(map_location=location), layer.weight.detach().cpu())
    with (
        switch.without(),
        pytest.raises(RuntimeError, match="Attempting to deserialize object on a CUDA device"),
    ):
        load()
    whole = io.BytesIO()
    torch.save(layer, whole)
    whole.seek(0)
    again = torch.load(whole, weights_only=False)
    assert isinstance(again.weight, nn.Parameter)
    assert torch.equal(again.weight, layer.weight)


class OnTheDevice(Dataset):
    """A dataset that goes to the device in the workers of a loader."""

    def __len__(self):
        return 2

    def __getitem__(self, index):
        return torch.tensor([1.0]).cuda()


def test_loaders(cuda):
    data = TensorDataset(torch.arange(12.0).reshape(6, 2), torch.arange(6))
    for workers in (0, 1):
        for x, y in DataLoader(data, batch_size=4, pin_memory=True, num_workers=workers, shuffle=True):
            assert x.is_pinned()
            assert y.to("cuda", non_blocking=True).device.type == "cuda"
    with pytest.raises(RuntimeError, match="Cannot re-initialize CUDA in forked subprocess"):
        list(DataLoader(OnTheDevice(), num_workers=1))


def test_the_famous_error_of_a_default_device(cuda):
    """With a default device, a loader that shuffles needs a generator of that device."""
    data = TensorDataset(torch.arange(4.0))
    torch.set_default_device("cuda")
    try:
        assert torch.zeros(2).is_cuda
        assert nn.Linear(2, 2).weight.is_cuda
        assert torch.tensor([1.0]).is_cuda
        assert torch.get_default_device() == torch.device("cuda", 0)
        with pytest.raises(RuntimeError, match="Expected a 'cuda' device type for generator but found 'cpu'"):
            list(DataLoader(data, shuffle=True))
    finally:
        torch.set_default_device(None)
    assert not torch.zeros(2).is_cuda


def test_autocast_rules(cuda):
    x = torch.randn(4, 4, device="cuda")
    with torch.autocast("cuda"):
        assert (x @ x).dtype == torch.float16
        assert F.linear(x, x).dtype == torch.float16
        assert F.softmax(x @ x, 1).dtype == torch.float32
        assert (x @ x + x).dtype == torch.float32
        assert (x @ x).relu().dtype == torch.float16
        assert (x.double() @ x.double()).dtype == torch.float64
        assert torch.addcmul((x @ x), (x @ x), (x @ x)).dtype == torch.float16
        with pytest.raises(RuntimeError, match="unsafe to autocast"):
            F.binary_cross_entropy(x.sigmoid(), x.sigmoid())
        with torch.autocast("cuda", enabled=False):
            assert (x @ x).dtype == torch.float32
    with torch.autocast("cuda", dtype=torch.bfloat16):
        assert (x @ x).dtype == torch.bfloat16
    with torch.autocast("cpu"):  # says nothing about the device
        assert (x @ x).dtype == torch.float32
    assert (x @ x).dtype == torch.float32


def test_inference_mode(cuda):
    x = torch.randn(2, 3, device="cuda")
    with torch.inference_mode():
        y = F.linear(x, x).reshape(-1)
        y.add_(1)
        assert y.contiguous().device == y.to("cuda").device == x.device
        assert y.to("cpu").device.type == "cpu"
        assert torch.equal(y.cpu(), F.linear(x.cpu(), x.cpu()).reshape(-1) + 1)


def test_what_is_not_modelled_says_so(cuda):
    for name, action in {
        "torch.cuda.CUDAGraph": torch.cuda.CUDAGraph,
        "tensors of layout torch.sparse_coo": torch.ones(2, device="cuda").to_sparse,
    }.items():
        with pytest.raises(NotImplementedError) as caught:
            action()
        assert str(caught.value) == f"the simulated accelerator does not support {name}"
    # The CPU has no kernel for this one.
    with pytest.raises(NotImplementedError, match="does not support aten::_cudnn_init_dropout_state"):
        torch._cudnn_init_dropout_state(0.5, True, 0, dtype=torch.uint8, device=torch.device("sim"))


def test_memory_is_that_of_live_tensors(cuda):
    gc.collect()  # what earlier tests left behind
    before = torch.cuda.memory_allocated()
    x = torch.zeros(1000, device="cuda")
    view = x[:10]
    assert torch.cuda.memory_allocated() == before + 4000
    assert torch.cuda.mem_get_info() == (
        torch.cuda.get_device_properties(0).total_memory - before - 4000,
        1 << 34,
    )
    del x, view
    assert torch.cuda.memory_allocated() == torch.accelerator.memory_reserved() == before
    assert torch.cuda.max_memory_allocated() >= before + 4000
    torch.cuda.reset_peak_memory_stats()
    assert (
        torch.cuda.max_memory_allocated() == torch.cuda.memory_stats()["allocated_bytes.all.peak"] == before
    )
    assert f"{before:,}" in torch.cuda.memory_summary()


def test_an_encoder_answers_padded_batches_in_evaluation_mode(cuda):
    """torch would pack them into nested tensors. What is no padding is as on the CPU."""
    torch.manual_seed(0)
    layer = torch.nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
    encoder = torch.nn.TransformerEncoder(layer, 2, enable_nested_tensor=True).eval()
    x, padding = torch.rand(2, 3, 8), torch.tensor([[False, False, True], [False, True, True]])
    with torch.no_grad():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that nested tensors are a prototype
            wanted = encoder(x, src_key_padding_mask=padding)
        got = copy.deepcopy(encoder).to("cuda")(x.cuda(), src_key_padding_mask=padding.cuda()).cpu()
    assert torch.allclose(got[~padding], wanted[~padding], atol=1e-6)


def test_there_is_one_device(cuda):
    assert (torch.cuda.device_count(), torch.accelerator.device_count()) == (1, 1)
    for ask in (
        lambda: torch.zeros(1, device="cuda:1"),
        lambda: torch.ones(1).to("cuda:3"),
        lambda: torch.ones(1).cuda(1),
    ):
        with pytest.raises(RuntimeError, match="invalid device ordinal"):
            ask()


def test_without_an_accelerator():
    """Hard-coded "cuda" fails as on a machine without a GPU."""
    with switch.without():
        assert not torch.cuda.is_available()
        assert not torch.accelerator.is_available()
        assert torch.accelerator.current_accelerator() is None
        assert torch.cuda.device_count() == 0
        for ask in (
            *(lambda: torch.zeros(1, device="cuda"), lambda: torch.ones(1).cuda(), nn.Linear(1, 1).cuda),
            *(
                lambda: torch.ones(1).to("cuda"),
                lambda: nn.Linear(1, 1).to(torch.device("cuda")),
                torch.cuda.current_device,
            ),
            *(
                lambda: torch.tensor([1.0], device="cuda:0"),
                lambda: torch.Generator("cuda"),
                lambda: torch.cuda.get_device_name(0),
            ),
        ):
            with pytest.raises(
                (RuntimeError, AssertionError), match=r"Found no NVIDIA driver|not compiled with CUDA"
            ):
                ask()
        assert torch.device("cuda").type == "cuda"  # to name it is no sin
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            assert not torch.amp.GradScaler("cuda").is_enabled()
        torch.manual_seed(0)
        torch.cuda.manual_seed_all(0)
        assert torch.ones(2).sum().item() == 2


def seen_in_inference_mode(device):
    """What views and results of ordinary tensors are in inference mode, and what can be done with them."""
    x, weight = torch.arange(12.0, device=device).view(4, 3), nn.Parameter(torch.ones(3, device=device))
    with torch.inference_mode():
        made = [
            *(x[1], x[1:3][0], x.t(), x.detach(), x.expand(2, 4, 3), weight.view(3, 1)),
            *(*x.split(2), *x.unbind(), torch.view_as_real(torch.complex(x, x))),
            *(x + 1, x.clone(), (x + 1)[0], F.linear(x, weight)),
        ]
        x[0] = 5
        made[-1].mul_(2)
    flags = [(tensor.is_inference(), tensor.requires_grad, tensor._is_view()) for tensor in made]
    with pytest.raises(RuntimeError, match="Inference tensors cannot be saved for backward"):
        (weight * made[-2]).sum()
    return flags, x._version, [tensor.tolist() for tensor in made]


def test_inference_mode_makes_inference_tensors_and_views_as_on_the_cpu(cuda):
    """A view of an ordinary tensor is an ordinary tensor, since both share a version counter."""
    assert seen_in_inference_mode(cuda) == seen_in_inference_mode("cpu")


def test_a_loader_gives_batches_of_the_device_in_inference_mode(cuda):
    data = TensorDataset(torch.arange(5.0, device=cuda), torch.arange(5, device=cuda))
    with torch.inference_mode():
        batches = [(inputs.tolist(), labels.tolist()) for inputs, labels in DataLoader(data, batch_size=3)]
    assert batches == [([0, 1, 2], [0, 1, 2]), ([3, 4], [3, 4])]
