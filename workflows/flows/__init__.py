"""The flows, as drawn on the whiteboard."""

from workflows.flows.joining import JoiningFlow
from workflows.flows.settling import SettlingFlow
from workflows.flows.sspf import SspfFlow

OF_KIND = {"sspf": SspfFlow}
ALL = [SspfFlow, JoiningFlow, SettlingFlow]
