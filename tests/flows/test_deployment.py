"""What is deployed to a Prefect server is what is there."""

from __future__ import annotations

import importlib
import inspect

import yaml

from pipeline.core.settings import ROOT


def test_prefect_yaml_names_the_flow_and_its_parameters() -> None:
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    assert told["deployments"]
    assert any(deployment["schedules"] for deployment in told["deployments"])
    for deployment in told["deployments"]:
        path, name = deployment["entrypoint"].split(":")
        assert (ROOT / path).is_file()
        flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)
        assert set(deployment["parameters"]) <= set(inspect.signature(flow.fn).parameters)
        assert deployment["concurrency_limit"] == 1
        assert deployment["work_pool"]["name"] in (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
        for schedule in deployment["schedules"]:
            from flows.schedule import check_cron

            check_cron(schedule["cron"])
