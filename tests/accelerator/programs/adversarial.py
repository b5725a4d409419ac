"""Two networks against each other: transposed convolutions, two optimizers, labels filled in on the device."""

import torch
from torch import nn, optim

torch.manual_seed(999)
ngpu = 1
device = torch.device("cuda:0" if (torch.cuda.is_available() and ngpu > 0) else "cpu")
torch.backends.cudnn.benchmark = True
NOISE, BATCH = 5, 4


def weights_init(module):
    name = module.__class__.__name__
    if name.find("Conv") != -1:
        torch.nn.init.normal_(module.weight, 0.0, 0.02)
    elif name.find("BatchNorm") != -1:
        torch.nn.init.normal_(module.weight, 1.0, 0.02)
        torch.nn.init.zeros_(module.bias)


generator = nn.Sequential(
    nn.ConvTranspose2d(NOISE, 8, 4, 1, 0, bias=False),
    nn.BatchNorm2d(8),
    nn.ReLU(True),
    nn.ConvTranspose2d(8, 3, 4, 2, 1, bias=False),
    nn.Tanh(),
)
critic = nn.Sequential(
    nn.Conv2d(3, 8, 4, 2, 1, bias=False),
    nn.BatchNorm2d(8),
    nn.LeakyReLU(0.2, inplace=True),
    nn.Conv2d(8, 1, 4, 1, 0, bias=False),
    nn.Sigmoid(),
    nn.Flatten(0),
)
generator.apply(weights_init)
critic.apply(weights_init)
generator, critic = generator.to(device), critic.to(device)
if device.type == "cuda" and ngpu > 1:
    generator, critic = nn.DataParallel(generator), nn.DataParallel(critic)
criterion = nn.BCELoss()
of_critic = optim.Adam(critic.parameters(), lr=2e-4, betas=(0.5, 0.999))
of_generator = optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
photos = torch.rand(3, BATCH, 3, 8, 8)
torch.manual_seed(1)  # all that is drawn from here on is drawn on the device
fixed_noise = torch.randn(2, NOISE, 1, 1, device=device)
losses = []
for real in photos:
    real = real.to(device)
    critic.zero_grad()
    label = torch.full((real.size(0),), 1.0, dtype=real.dtype, device=device)
    on_real = criterion(critic(real), label)
    on_real.backward()
    fake = generator(torch.randn(BATCH, NOISE, 1, 1, device=device))
    label.fill_(0.0)
    on_fake = criterion(critic(fake.detach()), label)
    on_fake.backward()
    of_critic.step()
    generator.zero_grad()
    label.fill_(1.0)
    of_generator_loss = criterion(critic(fake), label)
    of_generator_loss.backward()
    of_generator.step()
    losses += [(on_real + on_fake).item(), of_generator_loss.item()]
with torch.no_grad():
    shown = generator(fixed_noise).detach().cpu()
result = {"device": device.type, "losses": [*losses, shown.abs().mean().item()]}
