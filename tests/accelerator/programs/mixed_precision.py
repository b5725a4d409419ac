"""Mixed precision as the documentation of torch.amp writes it, with a penalty on the gradients' norm."""

import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.LayerNorm(16), nn.Linear(16, 1)).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05)
scaler = torch.amp.GradScaler(device, init_scale=256.0, enabled=device == "cuda")
x, y = torch.randn(32, 8), torch.randn(32, 1)
losses, dtypes = [], set()
for _ in range(5):
    optimizer.zero_grad(set_to_none=True)
    with torch.autocast(device_type=device, dtype=torch.float16, enabled=device == "cuda"):
        output = net(x.to(device))
        loss = nn.functional.mse_loss(output, y.to(device))
    dtypes.add((output.dtype, loss.dtype))
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    scaler.step(optimizer)
    scaler.update()
    losses.append(loss.item())
result = {"losses": losses, "dtypes": dtypes, "scale": scaler.get_scale()}
