"""The article "Outgrowing one machine": what it prints works, or fits together where nothing here can run it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from documentation import article
from nginx import EXAMPLE, MODULES, UNPACKED
from own_network import OwnNetwork
from repository import ROOT
from server import EXECUTABLE

SHARDING = article("Sharding")
# Asks in nine worlds; prints each status with the instance that answered.
ASK = """
ask() { curl --silent --output /dev/null --write-out '%{http_code} %header{x-drydock-instance}\\n' "$@"; }
until [ "$(ask http://127.0.0.1:4010/_drydock/health | cut -d' ' -f1)" = 200 ]; do sleep 0.1; done
for port in 4011 4012 4013; do
    until ask "http://127.0.0.1:$port/_drydock/health" | grep -q ^200; do sleep 0.1; done
done
for number in 1 2 3 4 5 6 7 8 9; do
    ask http://127.0.0.1:4010/v1/applications -H "anchor-api-key: sk-test@w$number"
done
"""


@pytest.fixture
def network(tmp_path: Path) -> Iterator[OwnNetwork]:
    """A network in which the article's ports are free."""
    network = OwnNetwork(tmp_path, "")
    yield network
    network.close()


def test_three_instances_are_one_as_printed(network: OwnNetwork, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "drydock").symlink_to(EXECUTABLE)
    (programs / "nginx").symlink_to(UNPACKED / "usr" / "sbin" / "nginx")
    copy, *start = SHARDING.block("sh", having="nginx -e").splitlines()
    modules = f"sed -i 's|{MODULES}|{UNPACKED}{MODULES}|' shard/nginx.conf"
    script = "\n".join(
        [
            f'PATH="{programs}:$PATH" DRYDOCK_CA_DIR=memory',
            "export PATH DRYDOCK_CA_DIR",
            "trap 'kill $(jobs -p)' EXIT",
            f'mkdir -p "{tmp_path}/run/Fixtures" && cd "{tmp_path}/run" && cp -r "{EXAMPLE.parent}" Fixtures',
            copy,
            modules,
            *start[:-1],
            f"{start[-1].partition('#')[0]} &",
            ASK,
        ]
    )
    printed = network.run("bash", "-euc", script)
    answers = [line.split() for line in printed.splitlines() if re.fullmatch(r"\d{3} 127\.0\.0\.1:\d+", line)]
    assert [status for status, _ in answers] == ["200"] * 9
    named = set(re.findall(r"server (127\.0\.0\.1:\d+)", (EXAMPLE / "nginx.conf").read_text()))
    assert len({instance for _, instance in answers}) > 1 and {instance for _, instance in answers} <= named


def test_envoy_hashes_the_host_and_does_not_hurry_answers() -> None:
    resources = yaml.safe_load(SHARDING.block("yaml", having="RING_HASH"))["static_resources"]
    [listener], [cluster] = resources["listeners"], resources["clusters"]
    manager = listener["filter_chains"][0]["filters"][0]["typed_config"]
    [route] = manager["route_config"]["virtual_hosts"][0]["routes"]
    assert route["route"]["cluster"] == cluster["name"] == cluster["load_assignment"]["cluster_name"]
    assert route["route"]["hash_policy"] == [{"header": {"header_name": ":authority"}}]
    assert route["route"]["timeout"] == manager["stream_idle_timeout"] == "0s"
    assert "retry" not in str(resources) and "outlier" not in str(resources)


def test_nginx_names_the_pods_that_the_stateful_set_makes() -> None:
    service, pods = yaml.safe_load_all(SHARDING.block("yaml", having="StatefulSet"))
    labels = pods["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"] == pods["spec"]["selector"]["matchLabels"] == labels
    assert service["metadata"]["name"] == pods["spec"]["serviceName"]
    [container] = pods["spec"]["template"]["spec"]["containers"]
    [port] = container["ports"]
    name, domain = pods["metadata"]["name"], f"{service['metadata']['name']}.default.svc.cluster.local"
    upstream = SHARDING.block("nginx", having="resolve")
    assert re.findall(r"server (\S+) resolve max_fails=0;", upstream) == [
        f"{name}-{number}.{domain}:{port['containerPort']}" for number in range(pods["spec"]["replicas"])
    ]
    example = (EXAMPLE / "nginx.conf").read_text()
    assert "hash $world consistent;" in upstream and "hash $world consistent;" in example
    image = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["drydock"]["build"]
    assert f"CMD {json.dumps(container['args'])}" in image["dockerfile_inline"]
