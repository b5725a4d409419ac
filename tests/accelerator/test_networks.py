"""Networks of torch and torchvision train on the device as on the CPU."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

torchvision = pytest.importorskip("torchvision")

# Several different images, large enough that the last layers normalize over several numbers each: batch
# normalization over two numbers enlarges rounding ten million times within three steps.
IMAGES = torch.rand(4, 3, 64, 64, generator=torch.Generator().manual_seed(0))
SEQUENCES = torch.linspace(-1, 1, 2 * 5 * 4).reshape(2, 5, 4)
LABELS = torch.tensor([0, 1, 2, 0])


class Recurrent(nn.Module):
    """A recurrent layer, and logits from its last step."""

    def __init__(self, kind, **options):
        super().__init__()
        self.layer = kind(4, 6, batch_first=True, **options)
        self.out = nn.Linear(12 if options.get("bidirectional") else 6, 3)

    def forward(self, x):
        return self.out(self.layer(x)[0][:, -1])


class Translator(nn.Module):
    """nn.Transformer with a mask."""

    def __init__(self):
        super().__init__()
        self.layer, self.out = nn.Transformer(4, 2, 1, 1, 8, batch_first=True), nn.Linear(4, 3)

    def forward(self, x):
        mask = nn.Transformer.generate_square_subsequent_mask(5, device=x.device)
        return self.out(self.layer(x, x, tgt_mask=mask)[:, -1])


def multilayer():
    return nn.Sequential(
        nn.Flatten(), nn.Linear(20, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(), nn.Linear(8, 3)
    )


NETWORKS = {
    "resnet18": (lambda: torchvision.models.resnet18(num_classes=3), IMAGES),
    "mobilenet_v3_small": (lambda: torchvision.models.mobilenet_v3_small(num_classes=3), IMAGES),
    "vit": (lambda: torchvision.models.VisionTransformer(64, 16, 2, 2, 16, 32, num_classes=3), IMAGES),
    "transformer": (Translator, SEQUENCES),
    "rnn": (lambda: Recurrent(nn.RNN), SEQUENCES),
    "lstm": (lambda: Recurrent(nn.LSTM, num_layers=2, bidirectional=True, dropout=0.3), SEQUENCES),
    "lstm without biases": (lambda: Recurrent(nn.LSTM, bias=False), SEQUENCES),
    "lstm with a projection": (
        lambda: nn.Sequential(nn.LSTM(4, 6, proj_size=3, batch_first=True), Last()),
        SEQUENCES,
    ),
    "gru": (lambda: Recurrent(nn.GRU, num_layers=2, bidirectional=True), SEQUENCES),
    "gru without biases": (lambda: Recurrent(nn.GRU, bias=False), SEQUENCES),
    "multilayer": (multilayer, SEQUENCES),
}
OPTIMIZERS = [
    *(
        "ASGD",
        "Adadelta",
        "Adafactor",
        "Adagrad",
        "Adam",
        "AdamW",
        "Adamax",
        "NAdam",
        "RAdam",
        "RMSprop",
        "Rprop",
        "SGD",
    ),
    *("Muon", "LBFGS"),
]


class Last(nn.Module):
    """The last step of a recurrent layer's answer."""

    def forward(self, answer):
        return answer[0][:, -1]


def train(make, x, device, optimizer=None, steps=3):
    """Losses of a few steps, and the weights after them, in the type of `x`.

    Dropout draws from the device's own stream.
    """
    torch.manual_seed(0)
    model = make().to(x.dtype)
    parameters = list(model.parameters())
    model.to(device)
    assert all(a is b for a, b in zip(parameters, model.parameters(), strict=True))
    optimizer = (optimizer or (lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9)))(parameters)
    torch.manual_seed(1)
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x.to(device)), LABELS[: len(x)].to(device))
        loss.backward()
        return loss

    for _ in range(steps):
        losses.append(optimizer.step(closure).item())
    return losses, {name: value.cpu() for name, value in model.state_dict().items()}


def check_same(got, wanted, tolerance=1e-5):
    assert got[0] == pytest.approx(wanted[0], rel=tolerance)
    for name, value in wanted[1].items():
        torch.testing.assert_close(got[1][name], value, rtol=10 * tolerance, atol=tolerance)


@pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")
@pytest.mark.parametrize("name", NETWORKS)
def test_network_trains_as_on_the_cpu(sim, name):
    """In float64, where the rounding that processors differ in stays out of sight through all steps."""
    make, x = NETWORKS[name]
    check_same(train(make, x.double(), "sim"), train(make, x.double(), "cpu"))


@pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")
@pytest.mark.parametrize("name", NETWORKS)
def test_network_takes_a_step_in_float32(sim, name):
    """The CPU has operators of its own for float32."""
    make, x = NETWORKS[name]
    check_same(train(make, x, "sim", steps=1), train(make, x, "cpu", steps=1), tolerance=1e-4)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizer_steps_as_on_the_cpu(sim, name):
    def optimizer(parameters):
        chosen = [p for p in parameters if p.ndim == 2] if name == "Muon" else parameters
        return getattr(torch.optim, name)(chosen, lr=0.01)

    if not hasattr(torch.optim, name):
        pytest.skip(f"this torch has no {name}")
    check_same(*(train(multilayer, SEQUENCES.double(), device, optimizer) for device in ("sim", "cpu")))


@pytest.mark.parametrize("options", [{"foreach": True}, {"fused": True}])
@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW"])
def test_lists_of_tensors_in_one_operator(sim, name, options):
    def optimizer(parameters):
        return getattr(torch.optim, name)(parameters, lr=0.01, **options)

    check_same(*(train(multilayer, SEQUENCES.double(), device, optimizer) for device in ("sim", "cpu")))


def test_packed_sequences(sim):
    torch.manual_seed(0)
    layer = nn.LSTM(4, 6, batch_first=True)

    def run(x):
        packed = nn.utils.rnn.pack_padded_sequence(x, [5, 3], batch_first=True)
        return nn.utils.rnn.pad_packed_sequence(layer(packed)[0], batch_first=True)[0]

    wanted = run(SEQUENCES)
    got = run(SEQUENCES.to("sim")) if layer.to("sim") else None
    torch.testing.assert_close(got.cpu(), wanted)


def test_evaluation_mode_of_an_encoder(sim):
    """torch has a fast path for this, one operator for a whole layer."""
    torch.manual_seed(0)
    encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, batch_first=True), 2).eval()
    with torch.no_grad():
        wanted = encoder(SEQUENCES)
        torch.testing.assert_close(encoder.to("sim")(SEQUENCES.to("sim")).cpu(), wanted)


def test_checkpointed_layers_and_functional_transforms(sim):
    from torch.func import grad, vmap
    from torch.utils.checkpoint import checkpoint

    torch.manual_seed(0)
    x = torch.randn(3, 4, device="sim", requires_grad=True)
    layer = nn.Linear(4, 4).to("sim")
    checkpoint(lambda a: F.dropout(layer(a)), x, use_reentrant=False).sum().backward()
    assert x.grad.device.type == "sim"
    assert vmap(torch.sum)(x.detach()).tolist() == x.detach().sum(1).tolist()
    assert torch.equal(grad(lambda a: (a * a).sum())(x.detach()), 2 * x.detach())
