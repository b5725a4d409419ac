"""The style of years ago: .cuda() everywhere, torch.cuda.amp, an optimizer made before the model moves."""

import warnings

import torch
import torch.nn as nn

torch.backends.cudnn.benchmark = True
torch.backends.cudnn.deterministic = True
torch.manual_seed(0)
model = nn.LSTM(5, 7, num_layers=2, batch_first=True)
head = nn.Linear(7, 2)
optimizer = torch.optim.Adam([*model.parameters(), *head.parameters()], lr=0.01)
criterion = nn.CrossEntropyLoss()
x, y = torch.randn(6, 4, 5), torch.tensor([0, 1, 0, 1, 1, 0])
if torch.cuda.is_available():
    torch.cuda.set_device(0)
    model.cuda()
    head.cuda()
    criterion = criterion.cuda()
    x, y = x.cuda(non_blocking=True), y.cuda()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        scaler = torch.cuda.amp.GradScaler()
        with torch.cuda.amp.autocast():
            assert head(model(x)[0]).dtype == torch.float16
losses = []
for _ in range(4):
    hidden = torch.zeros(2, 6, 7, device=x.device), x.new_zeros(2, 6, 7)
    out, _ = model(x, hidden)
    loss = criterion(head(out[:, -1, :]), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.data.item())
if torch.cuda.is_available():
    torch.cuda.synchronize()
    torch.cuda.empty_cache()
    assert all(p.is_cuda for p in model.parameters())
    start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
    start.record()
    end.record()
    assert start.elapsed_time(end) >= 0
result = {"losses": losses}
