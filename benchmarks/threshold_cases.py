"""The trainings whose accuracy is tested: what is run for each, and how, without a worker.

A new test with a threshold is one more entry in `SECTIONS`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import ModuleType
from typing import Any
from unittest import mock

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from autograder.data.sources import Source
from autograder.data.training_root import training_root
from autograder.testing import lab
from autograder.testing.data import FashionMNIST
from autograder.testing.rng import Rng

Predict = Callable[[Tensor], Tensor]  # from images to classes
Change = Callable[[ModuleType], None]  # makes another program of a module
Train = Callable[["Setting"], Predict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a training gets."""

    module: ModuleType  # the program
    suite: Any  # the exercise's suite, for its budget
    source: Source
    rng: Rng

    def draw_images(self) -> tuple[Tensor, Tensor]:
        """Return as many training images as the suite draws, in random order."""
        images, labels = FashionMNIST(self.source).training()
        chosen = self.rng.permutation(len(labels))[: self.suite.IMAGES]
        return images[chosen], labels[chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One test's part of the page: its programs, and at which speeds of the machine they are measured."""

    name: str  # as in the measurements: the exercise, and what tells two sections of it apart
    exercise: str
    train: Train
    title: Callable[[Any], str]  # the next three ask the suite
    thresholds: Callable[[Any], tuple[float, ...]]
    held_out: Callable[[Any], int]
    right: Mapping[str, float]  # program -> which share of the seeds it gets
    wrong: tuple[str, ...]
    recipes: Mapping[str, tuple[str, Change]] = field(default_factory=dict)  # name -> (program, change)
    full: bool = False
    speeds: Mapping[float, float] = field(default_factory=lambda: {1: 1})  # speed -> share of the seeds
    wrong_speed: float = 1  # at which the wrong programs and the recipes are measured
    about: str = ""


# Exercises 13 and 14: so many epochs.


def train_13(setting: Setting) -> Predict:
    """Do what `test_fit_accuracy` asks of the worker."""
    suite, rng = setting.suite, setting.rng
    images, labels = setting.draw_images()
    model = lab.network(suite.draw_network(rng))
    loaders = [
        lab.loader(images, labels, suite.BATCH_SIZE, True, rng.seed()),
        lab.loader(images[:500], labels[:500], suite.BATCH_SIZE, False, rng.seed()),
    ]
    setting.module.fit(model, *loaders, lab.adam(model, suite.LEARNING_RATE), suite.EPOCHS)
    return _classes(model)


def train_14(setting: Setting) -> Predict:
    """Do what `test_fit_on_accuracy` asks of the worker."""
    train_set = lab.dataset(*setting.draw_images())
    epochs, seed = setting.suite.EPOCHS, setting.rng.seed()
    return _classes(setting.module.fit_on(lab.network, train_set, torch.device("cpu"), epochs, seed))


def _classes(model: nn.Module) -> Predict:
    model.eval()
    ask = torch.no_grad()(lambda images: model(images).argmax(dim=1))
    return lambda images: torch.cat([ask(batch) for batch in images.split(500)])


def _epochs(suite: Any) -> str:
    return f"{suite.LEAST_ACCURACY:.0%} after {suite.EPOCHS} epochs over {suite.IMAGES:,} images"


def by_recipe(
    make_optimizer: Callable[..., torch.optim.Optimizer], batch_size: int
) -> tuple[str, Callable[[ModuleType], None]]:
    """Return ex14's solution with another optimizer and batch size in its `fit_on`."""

    def change(module: ModuleType) -> None:
        def fit_on(
            model_fn: Callable[[], nn.Module],
            train_set: Dataset[Any],
            device: torch.device,
            epochs: int,
            seed: int,
        ) -> nn.Module:
            torch.manual_seed(seed)
            model = model_fn()
            loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
            optimizer = make_optimizer(model.parameters())
            for _ in range(epochs):
                module.train_epoch(model, loader, optimizer, device)
            return model

        module.fit_on = fit_on  # type: ignore[attr-defined]

    return "solution", change


# Exercise 18: so many seconds.


@contextlib.contextmanager
def processor_clock(speed: float) -> Iterator[None]:
    """Let the clocks of `time` tell processor time, as a core with that share of this one's speed would.

    So a busy machine measures what an idle one does, and a fast one what a slow one would.
    """
    ticks = {name: lambda: time.process_time() / speed for name in ("time", "monotonic", "perf_counter")}
    whole = {f"{name}_ns": lambda: int(time.process_time_ns() / speed) for name in ticks}
    with contextlib.ExitStack() as stack:
        for name, tell in {**ticks, **whole}.items():
            stack.enter_context(mock.patch.object(time, name, tell))
        yield


def train_18(setting: Setting) -> Predict:
    """Do what `examine` asks of the worker."""
    suite, rng, module = setting.suite, setting.rng, setting.module
    budget = suite.FULL if setting.source.kind == "full" else suite.SAMPLE
    number = rng.permutation(10)
    train_set = suite.read_clothes(training_root(setting.source), number)
    torch.manual_seed(rng.seed())
    model = module.train(module.build_model(), train_set, torch.device("cpu"), budget.seconds)
    ask = _classes(model)
    return lambda images: number.argsort()[ask(images)]


def _tiers(suite: Any, full: bool) -> str:
    budget, images = (suite.FULL, 60_000) if full else (suite.SAMPLE, 6000)
    *first, last = (f"{least:.0%}" for least in budget.least)
    return f"{', '.join(first)} and {last} after {budget.seconds:g} seconds over {images:,} images"


def renamed(program: str) -> tuple[str, Callable[[ModuleType], None]]:
    """Return a program as it is, under another name."""
    return program, lambda module: None


def with_softmax(module: ModuleType) -> None:
    """Put a softmax after the logits."""
    build = module.build_model
    module.build_model = lambda: nn.Sequential(build(), nn.Softmax(dim=1))  # type: ignore[attr-defined]


def with_optimizer(make: Callable[..., torch.optim.Optimizer]) -> Change:
    """Replace Adam, which the program makes, by another optimizer."""

    def change(module: ModuleType) -> None:
        class Optimizers:
            Adam = staticmethod(lambda parameters, lr: make(parameters))

        class Torch:
            optim = Optimizers

            def __getattr__(self, name: str) -> Any:
                return getattr(torch, name)

        module.torch = Torch()  # type: ignore[attr-defined]

    return change


SIMPLE = "ten_epochs_of_adam"
SECTIONS = (
    Section(
        name="ex13",
        exercise="ex13",
        train=train_13,
        title=_epochs,
        thresholds=lambda suite: (suite.LEAST_ACCURACY,),
        held_out=lambda suite: int(suite.HELD_OUT),
        # The alternatives train alike up to rounding: the suite checks that.
        right={"solution": 1},
        wrong=(
            "zero_grad_between_backward_and_step",
            "one_step_an_epoch",
            "softmax_before_cross_entropy",
            "no_zero_grad",
            "zero_grad_once_an_epoch",
            "batches_listed_once",
        ),
    ),
    Section(
        name="ex14",
        exercise="ex14",
        train=train_14,
        title=_epochs,
        thresholds=lambda suite: (suite.LEAST_ACCURACY,),
        held_out=lambda suite: int(suite.HELD_OUT),
        right={
            "solution": 1,
            "match_statement": 1,
            "predictions_batch_by_batch": 1,
            "asking_the_device": 1,
        },
        wrong=("untrained_model_returned", "no_zero_grad"),
        recipes={
            "Adam 0.001, batches of 32": by_recipe(partial(torch.optim.Adam, lr=0.001), 32),
            "Adam 0.001, batches of 256": by_recipe(partial(torch.optim.Adam, lr=0.001), 256),
            "Adam 0.01, batches of 32": by_recipe(partial(torch.optim.Adam, lr=0.01), 32),
            "Adam 0.01, batches of 100": by_recipe(partial(torch.optim.Adam, lr=0.01), 100),
            "SGD 0.01 with momentum 0.9, batches of 64": by_recipe(
                partial(torch.optim.SGD, lr=0.01, momentum=0.9), 64
            ),
            "SGD 0.1, batches of 64": by_recipe(partial(torch.optim.SGD, lr=0.1), 64),
            "SGD 0.01, batches of 32": by_recipe(partial(torch.optim.SGD, lr=0.01), 32),
        },
        about="""\
The recipe is the learner's choice here, so the threshold leaves room. The last rows show other recipes in the
solution's loop. Plain SGD with a small learning rate comes near the threshold or falls below; so the exercise
says what accuracy is wanted, and which optimizer gets there.""",
    ),
    Section(
        name="ex18",
        exercise="ex18",
        train=train_18,
        title=partial(_tiers, full=False),
        thresholds=lambda suite: suite.SAMPLE.least,
        held_out=lambda suite: int(suite.SAMPLE.held_out),
        # One of the alternatives is missing: it has a timer, and asks datetime for the time.
        right={
            SIMPLE: 1,
            "best_of_validation": 1,
            "solution": 0.4,
            "images_in_memory": 0.4,
            "average_of_weights": 0.4,
            "steps_counted_ahead": 0.4,
        },
        wrong=(
            "not_shuffled",
            "normalized_in_training_only",
            "no_zero_grad",
            "tiny_learning_rate",
            "left_in_training_mode",
            "reading_costs_nothing",
        ),
        recipes={
            "solution, softmax after the logits": ("solution", with_softmax),
            f"{SIMPLE}, softmax after the logits": (SIMPLE, with_softmax),
            f"{SIMPLE}, but SGD 0.1": (SIMPLE, with_optimizer(partial(torch.optim.SGD, lr=0.1))),
            f"{SIMPLE}, but SGD 0.01": (SIMPLE, with_optimizer(partial(torch.optim.SGD, lr=0.01))),
        },
        speeds={1 / 2: 1, 1: 0.2, 1 / 4: 0.2},
        wrong_speed=1,
    ),
    Section(
        name="ex18 --full",
        exercise="ex18",
        train=train_18,
        title=partial(_tiers, full=True),
        thresholds=lambda suite: suite.FULL.least,
        held_out=lambda suite: int(suite.FULL.held_out),
        right={SIMPLE: 0.3, "best_of_validation": 0.2, "solution": 0.2},
        wrong=(),
        full=True,
        speeds={1 / 2: 1, 1: 0.5},
    ),
)
