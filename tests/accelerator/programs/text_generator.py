"""A decoder of attention blocks learns a text by letters: weight tying, decay by groups, sampling by the best."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(1337)
device = "cuda" if torch.cuda.is_available() else "cpu"
torch.backends.cuda.matmul.allow_tf32 = True
torch.set_float32_matmul_precision("high")
BLOCK, WIDTH, HEADS, LETTERS = 8, 16, 2, 20
text = (np.arange(200) * 7 % LETTERS).astype(np.uint16)


def batch():
    starts = torch.randint(len(text) - BLOCK - 1, (4,))
    inputs, targets = (
        torch.stack([torch.from_numpy(text[i + shift : i + shift + BLOCK].astype(np.int64)) for i in starts])
        for shift in (0, 1)
    )
    if device == "cuda":
        return (
            inputs.pin_memory().to(device, non_blocking=True),
            targets.pin_memory().to(device, non_blocking=True),
        )
    return inputs.to(device), targets.to(device)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.before, self.between = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.attention, self.back = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.wide = nn.Sequential(
            nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(approximate="tanh"), nn.Linear(4 * WIDTH, WIDTH)
        )

    def forward(self, x):
        size, length, _ = x.shape
        parts = self.attention(self.before(x)).split(WIDTH, dim=2)
        q, k, v = (part.view(size, length, HEADS, WIDTH // HEADS).transpose(1, 2) for part in parts)
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.back(seen.transpose(1, 2).contiguous().view(size, length, WIDTH))
        return x + self.wide(self.between(x))


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.letters, self.places = nn.Embedding(LETTERS, WIDTH), nn.Embedding(BLOCK, WIDTH)
        self.blocks = nn.ModuleList([Block(), Block()])
        self.head = nn.Linear(WIDTH, LETTERS, bias=False)
        self.letters.weight = self.head.weight

    def forward(self, chosen, targets=None):
        x = self.letters(chosen) + self.places(torch.arange(chosen.shape[1], device=chosen.device))
        for block in self.blocks:
            x = block(x)
        logits = self.head(x)
        if targets is None:
            return logits, None
        return logits, F.cross_entropy(logits.view(-1, LETTERS), targets.view(-1), ignore_index=-1)


model = Generator().to(device)
decayed = [p for p in model.parameters() if p.dim() >= 2]
others = [p for p in model.parameters() if p.dim() < 2]
groups = [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
optimizer = torch.optim.AdamW(groups, lr=1e-2, betas=(0.9, 0.95))
losses = []
for _step in range(6):
    inputs, targets = batch()
    _, loss = model(inputs, targets)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    losses.append(loss.item())
if device == "cuda":
    torch.cuda.synchronize()
    print(f"{torch.cuda.max_memory_allocated() / 1e6:.1f} MB at most")
    torch.cuda.reset_peak_memory_stats()

model.eval()
written = torch.zeros((1, 1), dtype=torch.long, device=device)
with torch.no_grad():
    for _ in range(12):
        logits = model(written[:, -BLOCK:])[0][:, -1, :]
        best, _ = torch.topk(logits, 3)
        logits[logits < best[:, [-1]]] = -float("inf")
        written = torch.cat((written, F.softmax(logits, dim=-1).argmax(-1, keepdim=True)), dim=1)

result = {"losses": losses, "written": written[0].tolist(), "device": device}
