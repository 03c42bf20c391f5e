"""The model in Mesa's own visualisation, for those who know it: `solara run notebooks/app.py`.

`cogov app` shows more and is faster; this is the place to start from for a view of one's own.
"""

import cogov
import numpy as np
import solara
from matplotlib.figure import Figure
from mesa.visualization import Slider, SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter


class District(cogov.CommunityModel):
    """The model as Mesa's viewer wants it: that takes `model.scenario` for one of its own kind, and a name for a parameter."""

    @property
    def scenario(self):
        return None

    @scenario.setter
    def scenario(self, scenario):
        cogov.CommunityModel.scenario.__set__(self, scenario)


@solara.component
def Places(model):
    """One dot a resident, one row a community; colour is belonging."""
    update_counter.get()
    residents = model.residents
    rank = np.arange(len(residents.community)) - np.searchsorted(residents.community, residents.community)
    figure = Figure(figsize=(6, 3), layout="constrained")
    axes = figure.subplots()
    dots = axes.scatter(
        rank % 80,
        residents.community + rank // 80 * 0.12,
        c=residents.belonging,
        s=6,
        vmin=0.3,
        vmax=0.7,
        cmap="cividis",
    )
    axes.set(xticks=[], ylabel="community")
    figure.colorbar(dots, label="belonging (share)")
    solara.FigureMatplotlib(figure)


parameters = {
    "scenario": {"type": "Select", "value": "co_governance", "values": cogov.scenario_names(), "label": "Scenario"},
    "residents": Slider("Residents", value=800, min=200, max=3200, step=200),
    "communities": Slider("Communities", value=4, min=1, max=8, step=1),
    "rng": {"type": "SliderInt", "value": 1, "min": 0, "max": 100, "label": "Seed"},
}

model = District(scenario="co_governance", residents=800, communities=4, rng=1)
page = SolaraViz(
    model,
    components=[Places, make_plot_component(["satisfaction", "belonging"]), make_plot_component("participation")],
    model_params=parameters,
    name="cogov",
)
page  # noqa: B018  (solara shows what stands last)
