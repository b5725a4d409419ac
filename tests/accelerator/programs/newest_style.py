"""The style of now: torch.accelerator, a default device, factories on the device, generators of the device."""

import copy

import torch
from torch import nn

device = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else torch.device("cpu")
torch.manual_seed(0)
with torch.device(device):
    model = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.1, batch_first=True)
    positions = torch.arange(6)
    table = nn.Embedding(6, 8)
ema = copy.deepcopy(model).requires_grad_(False)
optimizer = torch.optim.AdamW([*model.parameters(), *table.parameters()], lr=0.01, fused=True)
generator = torch.Generator(device=device).manual_seed(3)
losses = []
for _ in range(3):
    x = torch.randn(2, 6, 8, generator=generator, device=device)
    mask = nn.Transformer.generate_square_subsequent_mask(6, device=device)
    loss = (model(x + table(positions), src_mask=mask) - x).square().mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    with torch.no_grad():
        for slow, fast in zip(ema.parameters(), model.parameters(), strict=True):
            slow.lerp_(fast, 0.1)
    losses.append(loss.item())
assert next(ema.parameters()).device.type == device.type
torch.accelerator.synchronize() if torch.accelerator.is_available() else None
result = {"losses": losses}
