"""How many held-out images does a submission recognize that carries a table of the public test images?

    python benchmarks/table_of_pictures.py

The images that suites ask for are shifted and dimmed, so that digests of them are of no use. Small, coarse
copies of them are: this makes such a table, as it would stand in a source file, and looks up the images of
one draw in it. docs/security.md quotes the figures.
"""

from __future__ import annotations

import base64
import zlib

import torch
import torch.nn.functional as F
from torch import Tensor

from autograder.data import sources, tensors
from autograder.testing.data import FashionMNIST
from autograder.testing.rng import Rng

ASKED = 500
LEVELS = 15  # four bits a cell
SHIFTS = [(rows, columns) for rows in (-1, 0, 1) for columns in (-1, 0, 1)]


def main() -> None:
    """Print what tables of two sizes recognize, and how long they are."""
    torch.set_num_threads(1)
    source = sources.find(False, None)
    images, labels = tensors.held_out(source)
    asked, answers = FashionMNIST(source).held_out(Rng(5), ASKED)
    for cells in (7, 14):
        table = (coarse(images[:, None].float() / 255, cells) * LEVELS).round()
        text = base64.b85encode(zlib.compress(bytes(table.to(torch.uint8).flatten().tolist()), 9))
        share = float((look_up(asked, table, labels, cells) == answers).double().mean())
        print(f"{cells} x {cells} cells: {share:.1%} recognized by a table of {len(text):,} characters")


def look_up(asked: Tensor, table: Tensor, labels: Tensor, cells: int) -> Tensor:
    """Return the labels of the most similar entries, whatever the shift and the brightness."""
    keys = F.normalize(table, dim=1)
    shifted = torch.stack([F.normalize(coarse(asked.roll(by, (2, 3)), cells), dim=1) for by in SHIFTS])
    likeness, entries = (shifted @ keys.T).max(dim=2)
    return labels[entries.gather(0, likeness.argmax(0, keepdim=True))[0]]


def coarse(images: Tensor, cells: int) -> Tensor:
    """Return the mean brightness of (N, 1, H, W) images in a grid of cells, as (N, cells * cells)."""
    return F.adaptive_avg_pool2d(images, cells).flatten(1)


if __name__ == "__main__":
    main()
