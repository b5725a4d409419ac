"""Checkpoints are for all machines, so the model goes to the CPU first.

caught_by: test_training_on_a_gpu_goes_on
explanation: model.cpu() moves the model itself, not a copy. The training that goes on after the checkpoint
    finds its model on the CPU and its batches on the GPU. Save state_dict(); map_location brings it anywhere.
"""

import torch


def save_checkpoint(path, model, optimizer, epoch):
    weights = model.cpu().state_dict()
    torch.save({"model": weights, "optimizer": optimizer.state_dict(), "epoch": epoch}, path)
