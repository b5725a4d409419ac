"""A word model: an LSTM whose state is carried on from batch to batch, with clipped gradients and --no-accel."""

import argparse
import math
import tempfile
from pathlib import Path

import torch
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("--no-accel", action="store_true", help="stay on the CPU")
parser.add_argument("--epochs", type=int, default=2)
options = parser.parse_args()

WORDS, STEPS, SEQUENCES = 13, 6, 4
torch.manual_seed(1111)
if not options.no_accel and torch.accelerator.is_available():
    device = torch.accelerator.current_accelerator()
else:
    device = torch.device("cpu")


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Embedding(WORDS, 8)
        self.rnn = nn.LSTM(8, 8, num_layers=2)
        self.decoder = nn.Linear(8, WORDS)
        self.decoder.weight = self.encoder.weight  # tied

    def forward(self, words, hidden):
        output, hidden = self.rnn(self.encoder(words), hidden)
        return nn.functional.log_softmax(self.decoder(output).view(-1, WORDS), dim=1), hidden

    def init_hidden(self):
        weight = next(self.parameters())
        return weight.new_zeros(2, SEQUENCES, 8), weight.new_zeros(2, SEQUENCES, 8)


text = (torch.arange(4 * SEQUENCES * STEPS) ** 2 % WORDS).view(SEQUENCES, -1).t().contiguous().to(device)


def batches():
    for start in range(0, len(text) - 1, STEPS):
        length = min(STEPS, len(text) - 1 - start)
        yield text[start : start + length], text[start + 1 : start + 1 + length].view(-1)


model, criterion, lr, best = Model().to(device), nn.NLLLoss(), 4.0, None
losses, path = [], Path(tempfile.mkdtemp()) / "best.pt"
for _epoch in range(options.epochs):
    model.train()
    hidden, total = model.init_hidden(), 0.0
    for words, targets in batches():
        model.zero_grad()
        hidden = tuple(part.detach() for part in hidden)
        output, hidden = model(words, hidden)
        loss = criterion(output, targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.25)
        for parameter in model.parameters():
            parameter.data.add_(parameter.grad, alpha=-lr)
        total += loss.item()
    losses.append(total)
    if best is None or total < best:
        best = total
        torch.save(model, path)
    else:
        lr /= 4.0
model = torch.load(path, weights_only=False)
model.rnn.flatten_parameters()
with torch.no_grad():
    output, _ = model(text[:STEPS], model.init_hidden())
    word = output[-1].exp().cpu().argmax().item()
result = {"device": device.type, "losses": [*losses, math.exp(min(losses) / STEPS)], "word": word}
