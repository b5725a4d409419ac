"""Known mistakes of the capstone, made in networks and training loops that are not the solution's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transplant:
    """An alternative with a mistake: what is replaced in it, by what."""

    alternative: str
    mistakes: tuple[str, ...]  # the misconceptions that it has now; none: it is right still
    changes: tuple[tuple[str, str], ...]

    def source(self, alternative: str) -> str:
        """Return the module; raises ValueError where the alternative has no such text."""
        for old, new in self.changes:
            if old not in alternative:
                raise ValueError(f"{self.alternative} has no {old!r}")
            alternative = alternative.replace(old, new)
        return alternative


def _of(alternative: str, mistakes: str, *changes: tuple[str, str]) -> Transplant:
    return Transplant(alternative, tuple(mistakes.split()), changes)


ADAM, AVERAGE, BEST, MEMORY = (
    "ten_epochs_of_adam",
    "average_of_weights",
    "best_of_validation",
    "images_in_memory",
)
NO_LOADER, COUNTED = "no_loader", "steps_counted_ahead"
LOOK = "            if perf_counter() > end:\n                model.eval()\n                return model\n"
ZERO_GRAD = ("            optimizer.zero_grad()\n", "")
IN_ORDER = ("shuffle=True", "shuffle=False")

WRONG = (
    _of(AVERAGE, "left_in_training_mode", ("return average.eval()", "return average")),
    _of(AVERAGE, "root_flag_only", ("return average.eval()", "average.training = False\n    return average")),
    _of(ADAM, "not_shuffled", IN_ORDER),
    _of(
        BEST,
        "not_shuffled",
        ("torch.randperm(len(train_set)).tolist()", "list(range(len(train_set)))"),
        IN_ORDER,
    ),
    _of(
        MEMORY,
        "not_shuffled",
        ("torch.randperm(len(train_set)).tolist()", "range(len(train_set))"),
        ("torch.randperm(len(images), device=device)", "torch.arange(len(images), device=device)"),
        ("if images and CLOCK() - start > 0.3 * seconds", "if len(images) > 500"),
    ),
    _of(NO_LOADER, "no_zero_grad", ("        parameter.grad = None\n", "")),
    _of(
        BEST,
        "normalized_in_training_only",
        (
            "self.model(images.roll((top, left), (2, 3)))",
            "self.model(((images - 0.5) / 0.5).roll((top, left), (2, 3)))",
        ),
    ),
    _of(MEMORY, "tiny_learning_rate", ("lr=0.1, momentum=0.9, nesterov=True", "lr=1e-4")),
    _of(ADAM, "seconds_ignored", (LOOK, ""), ("range(10)", "range(3)")),
    _of(ADAM, "seconds_as_epochs", (LOOK, ""), ("range(10)", "range(int(seconds))")),
    _of(
        COUNTED, "clock_after_each_epoch", ("            if gone() >= seconds:\n                break\n", "")
    ),
    _of(
        MEMORY,
        "reading_costs_nothing",
        ("    start = CLOCK()\n", ""),
        ("        if images and CLOCK() - start > 0.3 * seconds:\n            break\n", ""),
        ("    model.to(device, memory", "    start = CLOCK()\n    model.to(device, memory"),
    ),
    _of(COUNTED, "last_batch_dropped", ("drop_last=False", "drop_last=True")),
    _of(ADAM, "nothing_returned", ("return model\n", "return\n")),
    _of(
        ADAM,
        "another_model_trained",
        ("    model = model.to(device)\n", "    network = build_model().to(device)\n"),
        ("Adam(model.parameters()", "Adam(network.parameters()"),
        ("(model(images", "(network(images"),
    ),
    _of(ADAM, "model_not_moved", ("    model = model.to(device)\n", "")),
    _of(NO_LOADER, "images_changed_in_place", ("[image[None] for", "[image.neg_().add_(1)[None] for")),
    _of(
        BEST,
        "dropout_always_on",
        ("        nn.Dropout(0.2),\n", "        Dropping(),\n"),
        (
            "class Trainer:",
            "class Dropping(nn.Module):\n    def forward(self, x):\n        return F.dropout(x, 0.2)\n\n\nclass Trainer:",
        ),
    ),
    _of(
        MEMORY,
        "statistics_of_the_batch",
        ("nn.BatchNorm2d(outputs)", "nn.BatchNorm2d(outputs, track_running_stats=False)"),
    ),
    _of(
        ADAM,
        "batch_flattened_whole",
        ("t.flatten(1)", "t.flatten()"),
    ),
    _of(COUNTED, "batch_norm_of_one", ("            if len(indices) == 1:\n                continue\n", "")),
    _of(
        ADAM,
        "classes_for_logits",
        ("return self.out(F.relu(self.fc2(t)))", "return self.out(F.relu(self.fc2(t))).argmax(1)"),
    ),
    _of(
        ADAM,
        "squeezed_output",
        ("return self.out(F.relu(self.fc2(t)))", "return self.out(F.relu(self.fc2(t))).squeeze()"),
    ),
    _of(
        ADAM,
        "one_model_for_all",
        (
            "def build_model():\n    return Network()",
            "ONE = Network()\n\n\ndef build_model():\n    return ONE",
        ),
    ),
    _of(
        NO_LOADER,
        "layers_in_plain_list",
        (
            "self.blocks = nn.ModuleList([Residual(16) for _ in range(2)])",
            "self.blocks = [Residual(16) for _ in range(2)]",
        ),
        ("self.stem = nn.Conv2d(1, 16, 4, stride=4)", "self.stems = [nn.Conv2d(1, 16, 4, stride=4)]"),
        ("x = self.stem(x)", "x = self.stems[0](x)"),
        ("self.out = nn.Linear(16 * 49, 10)", "self.outs = [nn.Linear(16 * 49, 10)]"),
        ("self.out(x.reshape", "self.outs[0](x.reshape"),
    ),
    # Two at once: neither hides the other.
    _of(ADAM, "not_shuffled no_zero_grad", IN_ORDER, ZERO_GRAD),
    _of(
        AVERAGE,
        "left_in_training_mode no_zero_grad",
        ("return average.eval()", "return average"),
        ("        optimizer.zero_grad()\n", ""),
    ),
    _of(ADAM, "nothing_returned not_shuffled", ("return model\n", "return\n"), IN_ORDER),
)

RIGHT_OR_UNKNOWN = (
    # Gradients of two batches for one step.
    _of(
        ADAM,
        "",
        ("            optimizer.zero_grad()\n", ""),
        (
            "            optimizer.step()\n",
            "            if torch.rand(()) < 0.5:\n                optimizer.step()\n                optimizer.zero_grad()\n",
        ),
    ),
    # Normalized by a module that is returned as well.
    _of(
        ADAM,
        "",
        (
            "model = model.to(device)",
            "model = nn.Sequential(nn.BatchNorm2d(1, affine=False), model).to(device)",
        ),
    ),
    # The loss is scaled, and its gradients with it.
    _of(ADAM, "", ("loss.backward()", "(1e6 * loss).backward()")),
    # Images get noise, and are darker or brighter.
    _of(
        ADAM,
        "",
        (
            "model(images.to(device))",
            "model((images + 0.1 * torch.randn_like(images)) * (0.8 + 0.4 * torch.rand(())))",
        ),
    ),
    # One batch is the whole set.
    _of(ADAM, "", ("batch_size=50", "batch_size=len(train_set)")),
    # The slope is climbed.
    _of(ADAM, "", ("loss.backward()", "(-loss).backward()")),
    # Trains in evaluation mode.
    _of(ADAM, "", ("model = model.to(device)", "model = model.to(device).eval()")),
    # Stops far too early.
    _of(ADAM, "", ("end = perf_counter() + seconds", "end = perf_counter() + 0.2 * seconds")),
    # Steps that are too short, and not down the slope: those of Adam.
    _of(ADAM, "", ("lr=0.001", "lr=1e-5")),
    # Trains the network that build_model makes, by the names of its layers.
    _of(ADAM, "", ("Adam(model.parameters()", "Adam(model.out.parameters()")),
    # A clock that is not replaced.
    _of(NO_LOADER, ""),
    _of(
        ADAM,
        "",
        ("perf_counter()", "datetime.datetime.now().timestamp()"),
        ("import torch\n", "import datetime\nimport torch\n"),
    ),
)
