"""What the simulated accelerator costs: the notes' Network trains on it and on the CPU, in turn.

    python benchmarks/bench_accelerator.py
    python benchmarks/bench_accelerator.py --batch 32 --optimizer sgd

Rounds alternate in one process, each from the same weights over the same images, and the ratio is that of the
medians. Times are those of the processor. The losses of both must agree, or nothing is reported. Last comes
what switching on takes in a worker, which is forked from a zygote that has imported torch's compiler and the
package, and knows no device.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time

import torch
import torch.nn.functional as F
from side_by_side import Ratio, Timing, machine, machine_line, table

from autograder.accelerator import private, switch
from autograder.worker.lab import Network

OPTIMIZERS = {
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=0.01),
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.01),
}


def train(device: str, steps: int, batch: int, optimizer_name: str) -> tuple[float, list[float]]:
    """Return the seconds of processor time that the steps took, and their losses, read once at the end.

    Processor time, of all threads: with a device torch runs the backward pass in a thread of its own.
    """
    torch.manual_seed(0)
    model = Network().to(device)
    optimizer = OPTIMIZERS[optimizer_name](model.parameters())
    images, labels = torch.rand(batch, 1, 28, 28), torch.randint(0, 10, (batch,))
    losses = []
    start = time.process_time()
    for _ in range(steps):
        loss = F.cross_entropy(model(images.to(device)), labels.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    read = torch.stack(losses).tolist()
    return time.process_time() - start, read


def compare(rounds: int, steps: int, batch: int, optimizer: str) -> dict[str, Timing]:
    """Train on both in turn; end the benchmark where the losses differ."""
    seconds: dict[str, list[float]] = {"cpu": [], "sim": []}
    for number in range(rounds + 1):  # the first round warms up
        losses = {}
        for device in ("cpu", "sim") if number % 2 else ("sim", "cpu"):
            taken, losses[device] = train(device, steps, batch, optimizer)
            if number:
                seconds[device].append(taken)
        if losses["cpu"] != losses["sim"]:
            raise SystemExit("The losses differ, so these figures would compare different work.")
    return {device: Timing(tuple(taken), "") for device, taken in seconds.items()}


def switching_on(times: int) -> list[float]:
    """Return the seconds that switching on takes in processes forked before this one knew the device."""
    private.import_compiler()
    return [_in_a_fork() for _ in range(times)]


def _in_a_fork() -> float:
    reading, writing = os.pipe()
    if os.fork() == 0:
        start = time.process_time()
        switch.simulated().__enter__()
        os.write(writing, repr(time.process_time() - start).encode())
        os._exit(0)
    os.close(writing)
    os.wait()
    with os.fdopen(reading) as stream:
        return float(stream.read())


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--optimizer", choices=sorted(OPTIMIZERS), default="adam")
    parser.add_argument("--json", action="store_true", help="print all figures as one object")
    options = parser.parse_args()
    torch.set_num_threads(1)  # as in workers
    on = switching_on(options.rounds)  # before this process knows the device
    with switch.simulated("sim"):
        timings = compare(options.rounds, options.steps, options.batch, options.optimizer)
    ratio = Ratio.of(timings["sim"].seconds, timings["cpu"].seconds)
    found = machine()
    if options.json:
        plain = {device: timing.plain() for device, timing in timings.items()}
        print(json.dumps({"machine": found, **plain, "ratio": ratio.plain(), "switching_on": on}))
        return
    print(machine_line(found))
    per_step = [[device, f"{1000 * t.median / options.steps:.2f} ms"] for device, t in timings.items()]
    print(table([["a training step", "median"], *per_step]))
    print(f"sim takes this many times as long: {ratio} (promise: below 2)")
    print(f"switching on: {1000 * statistics.median(on):.0f} ms (promise: below 50)")


if __name__ == "__main__":
    main()
