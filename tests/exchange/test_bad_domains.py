# SPDX-License-Identifier: Apache-2.0
"""Whatever is wrong with a domain comes back as a clear error that names file and element, in seconds, never as a traceback."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.domains import GENIUS, NEGMAS, exactly, put, spoilt
from pourparler.case.problem import Problem
from pourparler.errors import CaseError
from pourparler.exchange import read_domain

#: No refusal may take longer, in seconds of this process.
LONGEST = 5


def problems_of(path: Path) -> tuple[Problem, ...]:
    begin = time.process_time()
    with pytest.raises(CaseError) as caught:
        read_domain(path)
    assert time.process_time() - begin < LONGEST
    problems = tuple(problem for problem in caught.value.problems if isinstance(problem, Problem))
    assert problems and len(problems) == len(caught.value.problems)
    assert all(problem.found and problem.write for problem in problems)
    return problems


@dataclass(frozen=True)
class Bad:
    """A change to one file, and what is said of it: the name of the file, the element, the finding."""

    name: str
    old: str
    new: str
    path: str
    found: str
    line: int


G = "utility_space.objective[harbour]"
BERTH = f"{G}.issue[berth].item"
GENIUS_MISTAKES = [
    Bad("port.xml", 'value="south" evaluation="2"', 'value="east" evaluation="2"', f"{BERTH}[east]", "no option", 5),
    Bad("port.xml", '<item index="2" value="south" evaluation="2"/>', "", f"{G}.issue[berth]", "no evaluation of 'south'", 3),
    Bad("port.xml", 'value="south" evaluation="2"', 'value="south"', f"{BERTH}[south]", "without evaluation", 5),
    Bad("port.xml", 'value="south" evaluation="2"', 'value="south" evaluation="null"', f"{BERTH}[south]", "finite", 5),
    Bad("port.xml", 'evaluation="2"', 'evaluation="NaN"', f"{BERTH}[south]", "evaluation='NaN'", 5),
    Bad("port.xml", 'evaluation="2"', 'evaluation="Infinity"', f"{BERTH}[south]", "finite number", 5),
    Bad("port.xml", 'evaluation="2"', 'evaluation="2,5"', f"{BERTH}[south]", "finite number", 5),
    Bad("port.xml", 'evaluation="2"', 'evaluation="-2"', f"{BERTH}[south]", "negative evaluation", 5),
    Bad("port.xml", 'value="none" evaluation', 'value="north" evaluation', f"{BERTH}[north]", "second evaluation", 6),
    Bad("port.xml", 'value="0.6"', 'value="-0.6"', f"{G}.weight[1]", "negative weight", 12),
    Bad("port.xml", 'value="0.6"', 'value="inf"', f"{G}.weight[1]", "finite number", 12),
    Bad("port.xml", '<weight index="1" value="0.6"/>', "", G, "no weight for 'berth'", 2),
    Bad("port.xml", '<weight index="1"', '<weight index="7"', f"{G}.weight[7]", "domain does not have", 12),
    Bad("port.xml", '<weight index="2"', '<weight index="1"', f"{G}.weight[1]", "second weight", 13),
    Bad("port.xml", '<weight index="2"', '<weight index="two"', f"{G}.weight[two]", "'two' as the index", 13),
    Bad("port.xml", '<weight index="2" value="0.2"', '<weight index="2"', f"{G}.weight[2]", "without value", 13),
    Bad("port.xml", 'value="0.35"', 'value="-0.35"', "utility_space.reservation", "negative reservation", 16),
    Bad("port.xml", 'value="0.35"', 'value="NaN"', "utility_space.reservation", "finite number", 16),
    Bad("port.xml", 'value="0.9"', 'value="1.9"', "utility_space.discount_factor", "not between 0 and 1", 15),
    Bad("port.xml", 'vtype="discrete" name="fee"', 'vtype="discrete" name="toll"', f"{G}.issue[toll]", "named 'toll'", 8),
    Bad("port.xml", '<issue index="2"', '<issue index="3"', f"{G}.issue[fee]", "domain does not have", 8),
    Bad("port.xml", '<issue index="2"', '<issue index="1"', f"{G}.issue[fee]", "a second time", 8),
    Bad("port.xml", "<weight", '<utility maxutility="9"/><weight', f"{G}.utility", "not a sum", 12),
    Bad("port.xml", ' name="harbour">', ' name="harbour"><objective/>', f"{G}.objective", "inside", 2),
    Bad("port.xml", "</utility_space>", "</utility_spice>", "", "does not fit", 17),
    Bad("port.xml", "</utility_space>", "", "", "ends too early", 18),
    Bad("port.xml", "</utility_space>", "</utility_space> more", "", "text after the end", 17),
    Bad("port.xml", "<utility_space ", "evaluation: 3 ", "", "not XML", 1),
    Bad("port.xml", 'value="south"', 'value="south" value="south"', "", "twice", 5),
    Bad("port.xml", 'value="south"', 'value="&south;"', "", "entity that is not defined", 5),
    Bad("port.xml", "<utility_space ", '<!DOCTYPE x><utility_space ', "", "a document type", 1),
    Bad("harbour.xml", 'value="south"', 'value="north"', f"negotiation_template.{BERTH}[north]", "a second time", 6),
    Bad("harbour.xml", 'value="south"', 'value=" "', f"negotiation_template.{BERTH}[ ]", "without value", 6),
    Bad("harbour.xml", 'index="2" etype', 'index="1" etype', f"negotiation_template.{G}.issue[fee]", "a second time", 9),
    Bad("harbour.xml", 'name="fee"', 'name="berth"', f"negotiation_template.{G}.issue[berth]", "a second time", 9),
]  # fmt: skip


@pytest.mark.parametrize("bad", GENIUS_MISTAKES, ids=lambda bad: f"{bad.name}: {bad.new[:40]}")
def test_a_mistake_in_a_genius_file_is_named(bad: Bad, tmp_path: Path) -> None:
    check(bad, GENIUS, tmp_path)


def check(bad: Bad, texts: Mapping[str, str], folder: Path) -> None:
    problems = problems_of(put(folder, spoilt(texts, bad.name, bad.old, bad.new)))
    named = [(Path(p.file).name, p.key_path, p.line) for p in problems if bad.found in p.found]
    assert (bad.name, bad.path, bad.line) in named, "\n".join(map(str, problems))


NEGMAS_MISTAKES = [
    Bad("shipper.yml", "south: 0.3", "east: 0.3", "values[0].mapping.east", "no option of 'berth'", 8),
    Bad("shipper.yml", "south: 0.3, ", "", "values[0].mapping", "no value of 'south'", 8),
    Bad("shipper.yml", "south: 0.3", "south: .nan", "values[0].mapping.south", "finite number", 8),
    Bad("shipper.yml", "south: 0.3", "south: .inf", "values[0].mapping.south", "finite number", 8),
    Bad("shipper.yml", "south: 0.3", "south: '0.3'", "values[0].mapping.south", "a finite number", 8),
    Bad("shipper.yml", "5.0: 2.0", "9.0: 2.0", "values[3].mapping.9", "a second value", 12),
    Bad("shipper.yml", "[0.1, 0.2, 0.3, 0.4]", "[0, 0, 0.0, 0]", "weights", "all 0", 13),
    Bad("shipper.yml", "[0.1, 0.2, 0.3, 0.4]", "[0.1, -0.2, 0.3, 0.4]", "weights[1]", "negative weight", 13),
    Bad("shipper.yml", "[0.1, 0.2, 0.3, 0.4]", "[0.1, 0.2]", "weights", "2 entries for 4 issues", 13),
    Bad("shipper.yml", "[0.1, 0.2, 0.3, 0.4]", "3", "weights", "other than a list", 13),
    Bad("shipper.yml", "reserved_value: 0.25", "reserved_value: -0.25", "reserved_value", "no package is worth less than 0", 4),
    Bad("shipper.yml", "reserved_value: 0.25", "reserved_value: .nan", "reserved_value", "finite number", 4),
    Bad("shipper.yml", "reserved_value: 0.25", "reserved_value: .inf", "reserved_value", "finite number", 4),
    Bad("shipper.yml", "reserved_outcome: null", "reserved_outcome: [1]", "reserved_outcome", "a reserved outcome", 3),
    Bad("shipper.yml", "type: AffineFun, slope: 2.0", "type: CosineFun, slope: 2.0", "values[1].type", "'CosineFun'", 9),
    Bad("shipper.yml", "slope: 2.0, ", "", "values[1]", "no 'slope'", 9),
    Bad("shipper.yml", "type: LinearAdditive", "type: Mapping", "type", "'MappingUtilityFunction'", 1),
    Bad("shipper.yml", "type: LinearAdditive", "type: !!python/name:os.system LinearAdditive", "type", "a tag", 1),
    Bad("shipper.yml", "{type: IdentityFun}", "&x {type: IdentityFun}", "values[2]", "an anchor", 10),
    Bad("shipper.yml", "TableFun\n  mapping: {north", "LinearFun\n  mapping: {north", "values[0].type", "no numbers", 7),
    Bad("town.yml", "discount: 0.9", "discount: 1.9", "discount", "not between 0 and 1", 3),
    Bad("town.yml", "factor: step", "factor: time", "factor", "a discount by 'time'", 4),
    Bad("town.yml", "start: 2, middle: 4", "start: 5, middle: 4", "ufun.values[1]", "not between its ends", 13),
    Bad("harbour.yml", "type: CategoricalIssue", "type: OptionalIssue", "issues[0].type", "'OptionalIssue'", 6),
    Bad("harbour.yml", "[2, 6]", "[2, 6, 8]", "issues[1].values", "without two ends", 10),
    Bad("harbour.yml", "[2, 6]", "[6, 2]", "issues[1].values", "above the upper", 10),
    Bad("harbour.yml", "[2, 6]", "[2, 6.5]", "issues[1].values", "broken bounds", 10),
    Bad("harbour.yml", "[2, 6]", "[2, 6000000]", "issues[1].values", "more than 10000", 10),
    Bad("harbour.yml", "[north, south, 'No']", "[north, north, 'No']", "issues[0].values[1]", "a second time", 7),
    Bad("harbour.yml", "[north, south, 'No']", "[]", "issues[0].values", "without options", 7),
    Bad("harbour.yml", "type: CartesianOutcomeSpace", "type: EnumeratingOutcomeSpace", "type", "'EnumeratingOutcomeSpace'", 1),
    Bad("harbour.yml", "name: fee", "name: berth", "issues[1]", "a second time", 8),
]  # fmt: skip


@pytest.mark.parametrize("bad", NEGMAS_MISTAKES, ids=lambda bad: f"{bad.name}: {bad.new[:40]}")
def test_a_mistake_in_a_negmas_file_is_named(bad: Bad, tmp_path: Path) -> None:
    check(bad, NEGMAS, tmp_path)


NAMED = {
    **NEGMAS,
    "town.yml": "type: LinearAdditiveUtilityFunction\nname: town\nvalues:\n  berth: {north: 3, south: 2, 'No': 1}\n"
    "  fee: {type: IdentityFun}\n  share: {type: IdentityFun}\n  years: {type: ConstFun, bias: 1}\n",
}


def test_values_by_the_name_of_their_issue(tmp_path: Path) -> None:
    assert read_domain(put(tmp_path / "good", NAMED)).profiles[1].worth[0] == exactly("3", "2", "1")
    check(Bad("town.yml", "  berth:", "  birth:", "values.birth", "no issue of the domain", 4), NAMED, tmp_path / "one")
    check(Bad("town.yml", "  berth:", "  birth:", "values", "no entry for 'berth'", 4), NAMED, tmp_path / "two")


def test_weights_that_are_all_0(tmp_path: Path) -> None:
    texts = spoilt(spoilt(GENIUS, "port.xml", 'value="0.6"', 'value="0"'), "port.xml", 'value="0.2"', 'value="0.0"')
    (problem,) = problems_of(put(tmp_path, texts))
    assert (Path(problem.file).name, problem.found) == ("port.xml", "weights that are all 0")


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    texts = spoilt(spoilt(GENIUS, "port.xml", 'evaluation="2"', 'evaluation="x"'), "line.xml", 'value="3"', 'value="-3"')
    assert {Path(problem.file).name for problem in problems_of(put(tmp_path, texts))} == {"port.xml", "line.xml"}


@pytest.mark.parametrize("texts", [GENIUS, NEGMAS], ids=["genius", "negmas"])
def test_a_domain_without_two_profiles(texts: dict[str, str], tmp_path: Path) -> None:
    (domain, first, _) = texts
    (alone,) = problems_of(put(tmp_path / "alone", {domain: texts[domain]}))
    assert (Path(alone.file).name, alone.found) == (domain, "a domain with no profile beside it")
    (one,) = problems_of(put(tmp_path / "one", {domain: texts[domain], first: texts[first]}))
    assert one.found == f"a domain with one profile only, {first}"


@pytest.mark.parametrize("texts", [GENIUS, NEGMAS], ids=["genius", "negmas"])
def test_profiles_without_a_domain_and_two_domains(texts: dict[str, str], tmp_path: Path) -> None:
    domain, *profiles = texts
    (missing,) = problems_of(put(tmp_path / "none", {name: texts[name] for name in profiles}))
    assert missing.found == f"profiles without a domain file ({', '.join(profiles)})"
    (twice,) = problems_of(put(tmp_path / "two", {**texts, f"z-{domain}": texts[domain]}))
    assert "2 domain files" in twice.found
    assert read_domain(tmp_path / "two" / domain).parties


def test_a_folder_of_both_forms_is_read_by_the_domain_file_that_is_named(tmp_path: Path) -> None:
    put(tmp_path, {**GENIUS, **NEGMAS})
    (both,) = problems_of(tmp_path)
    assert "2 domain files (harbour.xml, harbour.yml)" in both.found
    assert read_domain(tmp_path / "harbour.xml").parties == ("line", "port")
    assert read_domain(tmp_path / "harbour.yml").parties == ("shipper", "town")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
HOSTILE = {
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><utility_space>&l11;</utility_space>',
    "quadratic": '<!DOCTYPE x [<!ENTITY a "' + "a" * 100_000 + '">]><utility_space>' + "&a;" * 10_000 + "</utility_space>",
    "external": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><utility_space>&f;</utility_space>',
    "fetched": '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><utility_space/>',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><utility_space/>',
    "deep": "<a>" * 100_000 + "</a>" * 100_000,
    "deep open": "<a>" * 1_000_000,
    "wide": "<utility_space>" + "<a/>" * 500_000 + "</utility_space>",
    "attributes": "<utility_space " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>",
    "large": "<utility_space>" + " " * 5_000_000 + "</utility_space>",
    "many items": "<utility_space><objective>"
    + "".join(f'<issue index="1" name="x"><item value="{n}"/></issue>' for n in range(30_000))
    + "</objective></utility_space>",
    "empty": "",
    "blank": " \n ",
    "text": "a domain, honestly",
    "binary": "\x00\x01\x02",
    "bidi": "<utility_space name='\u202e'/>",
    "declaration": "\n<?xml version='1.0'?><utility_space/>",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_xml_is_refused_in_seconds(text: str, tmp_path: Path) -> None:
    problems = problems_of(put(tmp_path, {**GENIUS, "port.xml": text}))
    assert {Path(problem.file).name for problem in problems} == {"port.xml"}


def test_hostile_yaml_is_refused_in_seconds(tmp_path: Path) -> None:
    bombs = {
        "aliases": "a: &a [x, x]\nb: &b [*a, *a]\ntype: LinearAdditiveUtilityFunction\n",
        "deep": "[" * 100_000,
        "wide": "type: x\nvalues: [" + "1, " * 1_000_000 + "]\n",
        "tag": "!!python/object/apply:os.system [ls]\n",
    }
    for name, text in bombs.items():
        problems = problems_of(put(tmp_path / name, {**NEGMAS, "town.yml": text}))
        assert {Path(problem.file).name for problem in problems} == {"town.yml"}, name


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    for name, data in {
        "latin": GENIUS["port.xml"].replace("south", "s\N{LATIN SMALL LETTER U WITH DIAERESIS}d").encode("latin-1"),
        "wide": GENIUS["port.xml"].encode("utf-16"),
        "declared": b"<?xml version='1.0' encoding='utf-7'?>" + GENIUS["port.xml"].encode("utf-16-le"),
    }.items():
        folder = put(tmp_path / name, GENIUS)
        (folder / "port.xml").write_bytes(data)
        assert all(Path(problem.file).name == "port.xml" for problem in problems_of(folder))


def test_a_declared_encoding_does_not_change_what_is_read(tmp_path: Path) -> None:
    texts = {name: f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{text}' for name, text in GENIUS.items()}
    texts = {name: text.replace("north", "nørth") for name, text in texts.items()}
    assert read_domain(put(tmp_path, texts)).issues[0].options[0] == "nørth"


def test_things_that_are_no_files(tmp_path: Path) -> None:
    folder = put(tmp_path / "fifo", GENIUS)
    (folder / "port.xml").unlink()
    os.mkfifo(folder / "port.xml")
    assert "something other than a file" in problems_of(folder)[0].found
    folder = put(tmp_path / "loop", GENIUS)
    (folder / "port.xml").unlink()
    (folder / "port.xml").symlink_to("port.xml")
    assert Path(problems_of(folder)[0].file).name == "port.xml"
    folder = put(tmp_path / "inside", GENIUS)
    (folder / "inner.xml").mkdir()
    assert "something other than a file" in problems_of(folder)[0].found
    for path in (tmp_path / "nothing", tmp_path / "inside" / "nothing.xml", Path("/dev/null"), Path("\0")):
        problems_of(path)
    (tmp_path / "case.txt").write_text("x", "utf-8")
    assert "neither XML nor YAML nor JSON" in problems_of(tmp_path / "case.txt")[0].found
    (tmp_path / "empty").mkdir()
    assert problems_of(tmp_path / "empty")[0].found == "no domain file"


def test_folders_with_too_much_in_them(tmp_path: Path) -> None:
    put(tmp_path / "thousands", {f"{n}.txt": "" for n in range(3_000)})
    assert "more than 1000 files" in problems_of(tmp_path / "thousands")[0].found
    put(tmp_path / "profiles", {f"{n}.xml": GENIUS["port.xml"] for n in range(65)})
    assert "65 files" in problems_of(tmp_path / "profiles")[0].found
    put(tmp_path / "large", {f"{n}.xml": "<a>" + " " * 1_000_000 + "</a>" for n in range(6)})
    assert "more than 4 MiB in all" in problems_of(tmp_path / "large")[0].found


def test_files_that_belong_to_no_domain_are_passed_over(tmp_path: Path) -> None:
    others = {"pareto.xml": "<pareto/>", "notes.txt": "x", "_stats.yaml": "- : {", ".hidden.xml": "<<", "other.yaml": "a: 1"}
    assert read_domain(put(tmp_path, {**GENIUS, **others})).parties == ("line", "port")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(GENIUS)), st.integers(0, 1200), st.integers(0, 40), st.text(max_size=5))
def test_no_damage_to_a_genius_file_is_a_traceback(name: str, at: int, length: int, text: str) -> None:
    damage(GENIUS, name, at, length, text)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(NEGMAS)), st.integers(0, 600), st.integers(0, 40), st.text(max_size=5))
def test_no_damage_to_a_negmas_file_is_a_traceback(name: str, at: int, length: int, text: str) -> None:
    damage(NEGMAS, name, at, length, text)


def damage(texts: Mapping[str, str], name: str, at: int, length: int, text: str) -> None:
    from tempfile import TemporaryDirectory

    whole = texts[name]
    broken = (whole[:at] + text + whole[at + length :]).encode("utf-8", errors="surrogatepass")
    with TemporaryDirectory() as folder:
        put(Path(folder), texts)
        (Path(folder) / name).write_bytes(broken)
        try:
            read_domain(Path(folder))
        except CaseError as error:
            assert all(isinstance(problem, Problem) and problem.write for problem in error.problems)
