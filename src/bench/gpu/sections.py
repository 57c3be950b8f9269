"""The sections of a run, each in a process of its own."""

import os
import sys

import torch

import exhaustion
import kernels
import machine
import speed
import variants
from correctness import Correctness
from parts import Parts
from timing import Clock


class Section:
    """What every section works with."""

    def __init__(self, options):
        self.device = options.device
        self.cuda = options.device == "cuda"
        self.clock = Clock(options.seconds)
        self.seconds = options.seconds
        self.parts = Parts(options.parts, options.out)
        self.fixtures = options.fixtures
        self.wanted = options.models.split(",") if options.models else None
        self.options = options

    def models(self, names):
        """The published models that were asked for; in a rehearsal the small one that the jar has."""
        if self.wanted:
            return [name for name in self.wanted if name in self.parts.index]
        return names if self.cuda else ["embedded"]

    def fixture(self, name, file):
        return os.path.join(self.fixtures, name, file)


def run(options):
    torch.backends.nnpack.set_flags(False)
    # As DJL has them where nobody sets anything else. The service keeps cuDNN from TF32 by the environment, which sections
    # have from the parent process.
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = True
    torch._C._set_graph_executor_optimize(False)
    section = Section(options)
    if not section.cuda:
        # A rehearsal, perhaps beside other work: threads that wait for each other would take most of the time.
        torch.set_num_threads(1)
    with torch.inference_mode():
        if options.scenario:
            exhaustion.scenario(section, options.scenario)
        elif options.section == "machine":
            machine.measure(section.device, section.seconds, section.cuda)
        elif options.section == "correctness":
            Correctness(section).run()
        elif options.section == "speed":
            speed.run(section)
        elif options.section == "exhaustion":
            exhaustion.run(section)
        elif options.section == "kernels":
            kernels.run(section)
        elif options.section == "variants":
            variants.run(section)
        elif options.section == "compiled":
            variants.compiled(section)
        else:
            sys.exit(f"There is no section {options.section}")
