"""The name of the argument can be given to a new model.

caught_by: test_checkpoint_round_trip, test_training_goes_on
explanation: `model = ...` binds a name inside the function to another object; the caller's model
    stays as it was. Change the model that was handed over: `model.load_state_dict(...)`.
"""

import copy



def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model, optimizer = copy.deepcopy((model, optimizer))
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
