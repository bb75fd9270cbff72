"""The peer: xception_he_wd_slim_thinner in PyTorch, training steps on the CPU in fp32.

    python peer_torch.py [--layout nchw|nhwc] [--compile] [--batch 64] [--threads 2]

The same network, loss and update as the model file: biases, batch norms with epsilon 1e-5, uneven
same-padding at stride 2, a max-pool that pads with minus infinity, L2 on convolution kernels only,
Nesterov momentum. Prints "ready", then for every line N on standard input takes N steps and prints
the seconds that they took, by the clock and of the processors. Its allocator is the caller's business (see run).
"""

import argparse
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

PARAMETERS = 3_611_466 - 16_016  # torch counts no running statistics


class Conv(nn.Module):
    """Same padding: at stride 2 a 3x3 window begins at an even row, so one row is added below."""

    def __init__(self, inputs, outputs, kernel, stride=1):
        super().__init__()
        self.late = kernel == 3 and stride == 2
        padding = 0 if self.late else kernel // 2
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding)

    def forward(self, x):
        return self.conv(F.pad(x, (0, 1, 0, 1)) if self.late else x)


def separable(inputs, outputs):
    depthwise = nn.Conv2d(inputs, inputs, 3, padding=1, groups=inputs, bias=False)
    return nn.Sequential(depthwise, nn.Conv2d(inputs, outputs, 1))


def norm(channels):
    return nn.BatchNorm2d(channels, eps=1e-5, momentum=0.1)


class Middle(nn.Module):
    def __init__(self, channels):
        super().__init__()
        units = [(nn.ReLU(), separable(channels, channels), norm(channels)) for _ in range(3)]
        self.body = nn.Sequential(*[layer for unit in units for layer in unit])

    def forward(self, x):
        return x + self.body(x)


class Entry(nn.Module):
    def __init__(self, inputs, first, outputs):
        super().__init__()
        self.projection = nn.Sequential(Conv(inputs, outputs, 1, 2), norm(outputs))
        self.body = nn.Sequential(
            separable(inputs, first),
            norm(first),
            nn.ReLU(),
            separable(first, outputs),
            norm(outputs),
        )

    def forward(self, x):
        body = F.pad(self.body(x), (0, 1, 0, 1), value=float("-inf"))
        return F.max_pool2d(body, 3, 2) + self.projection(x)


class Thinner(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            *(Conv(3, 32, 3, 2), norm(32), nn.ReLU()),
            *(Conv(32, 64, 3), norm(64), nn.ReLU()),
            *(Conv(64, 364, 3), norm(364), nn.ReLU()),
            *(Middle(364) for _ in range(4)),
            Entry(364, 364, 512),
            *(separable(512, 768), norm(768), nn.ReLU()),
            *(separable(768, 1024), norm(1024), nn.ReLU()),
        )
        self.classifier = nn.Linear(1024, 10)

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


def make_optimizer(model):
    """torch's weight_decay is added to the gradient: 2e-4 for an L2 penalty of 1e-4 w^2."""
    kernels = [p for p in model.parameters() if p.dim() == 4]
    others = [p for p in model.parameters() if p.dim() != 4]
    groups = [{"params": kernels, "weight_decay": 2e-4}, {"params": others}]
    return torch.optim.SGD(groups, lr=0.01, momentum=0.9, nesterov=True, foreach=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--layout", choices=["nchw", "nhwc"], default="nhwc")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()

    torch.manual_seed(0)
    torch.set_num_threads(arguments.threads)
    model = Thinner().train()
    assert sum(p.numel() for p in model.parameters()) == PARAMETERS
    images = torch.randn(arguments.batch, 3, 32, 32)
    labels = torch.randint(0, 10, (arguments.batch,))
    if arguments.layout == "nhwc":
        model = model.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    optimizer = make_optimizer(model)
    network = torch.compile(model) if arguments.compile else model

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(2):  # compilation, first touch of memory
        step()
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        start, processors = time.perf_counter(), time.process_time()
        for _ in range(int(line)):
            step()
        print(time.perf_counter() - start, time.process_time() - processors, flush=True)


if __name__ == "__main__":
    main()
