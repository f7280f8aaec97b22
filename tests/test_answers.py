"""Answers as they come: which column is one, how it is written, and what stands for none."""

from __future__ import annotations

import asyncio

import numpy as np
import pandas as pd
import pytest
from test_onnx import outputs_of
from test_predictor import _predicted

from elmweb.data import Table, guess_roles, guess_target, guess_task, make_dataset
from elmweb.data._repairs import join_safely, marks_of, plain_spelling, respelled, spellings_of, without_marks
from elmweb.data.doctor import examine
from elmweb.export import load_model, save_model, to_onnx
from elmweb.training import Settings, train
from elmweb.workbench.local import LocalWorkbench
from elmweb.workbench.predict import iter_predict_table, predict_row

# Columns of public tables as their authors named and placed them, and the one that everybody predicts.
HEADERS = {
    "income": "age,workclass,fnlwgt,education,marital-status,occupation,race,sex,hours-per-week,native-country,income",
    "y": "age,job,marital,education,default,balance,housing,loan,contact,duration,campaign,pdays,previous,poutcome,y",
    "quality": "fixed acidity,volatile acidity,citric acid,residual sugar,chlorides,density,pH,alcohol,quality",
    "charges": "age,sex,bmi,children,smoker,region,charges",
    "Churn": "customerID,gender,SeniorCitizen,Partner,tenure,Contract,PaymentMethod,MonthlyCharges,TotalCharges,Churn",
    "Exited": "RowNumber,CustomerId,CreditScore,Geography,Gender,Age,Tenure,Balance,HasCrCard,EstimatedSalary,Exited",
    "cnt": "instant,season,yr,mnth,hr,holiday,weekday,weathersit,temp,atemp,hum,windspeed,casual,registered,cnt",
    "Survived": "PassengerId,Survived,Pclass,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked",
    "Sale_Price": "MS_SubClass,MS_Zoning,Lot_Area,Overall_Cond,Year_Built,Utilities,Year_Sold,Sale_Type,Sale_Price,"
    "Longitude,Latitude",
    "Outcome": "Pregnancies,Glucose,BloodPressure,SkinThickness,Insulin,BMI,DiabetesPedigreeFunction,Age,Outcome",
    "stroke": "id,gender,age,hypertension,heart_disease,ever_married,work_type,avg_glucose_level,bmi,stroke",
    "DEATH_EVENT": "age,anaemia,diabetes,high_blood_pressure,serum_sodium,sex,smoking,time,DEATH_EVENT",
    "diagnosis": "id,diagnosis,radius_mean,texture_mean,perimeter_mean,area_mean,fractal_dimension_worst",
    "Loan_Status": "Loan_ID,Gender,Married,Education,ApplicantIncome,LoanAmount,Credit_History,Loan_Status",
    "G3": "school,sex,age,address,famsize,studytime,failures,absences,G1,G2,G3",
    "Status": "Status,Seniority,Home,Time,Age,Marital,Records,Job,Expenses,Income,Assets,Debt,Amount,Price",
    "Salary": "AtBat,Hits,HmRun,Runs,RBI,Walks,Years,League,Division,PutOuts,Assists,Errors,Salary,NewLeague",
    "wage": "wage,education,experience,ethnicity,smsa,region,parttime",
    "price": "carat,cut,color,clarity,depth,table,price,x,y,z",
    "mpg": "mpg,cylinders,displacement,horsepower,weight,acceleration,model_year,origin",
    "class": "class,cap-shape,cap-surface,cap-color,bruises,odor,habitat",
    "Preis": "Zimmer,Fläche,Baujahr,Lage,Preis,Balkon",
    "Kündigung": "Kunde,Alter,Vertrag,Kündigung,Region",
    "precio": "metros,habitaciones,precio,barrio",
    "prix": "surface,pieces,prix,ville",
    "salePrice": "salePrice,rooms,garden",
    "pressure": "volume,temperature,pressure",  # no word says it: the last one
}


@pytest.mark.parametrize("target", HEADERS)
def test_the_answer_is_guessed_by_what_people_call_it(target: str) -> None:
    """Oracle: the column that the table's own authors predict."""
    rng = np.random.default_rng(0)
    columns = HEADERS[target].split(",")
    frame = pd.DataFrame({name: rng.integers(0, 2 if name == "Status" else 9, 60) * 1.0 for name in columns})
    assert guess_target(frame, guess_roles(frame)) == target


def test_the_answer_is_guessed_by_the_name_of_the_file_and_its_cells() -> None:
    """Invariant: a file is called by its answer; what is mostly missing, counts the rows or differs in each is none."""
    rng = np.random.default_rng(0)
    rows = {name: rng.normal(size=60) for name in ("births", "warmth", "wind")}
    frame = pd.DataFrame(rows | {"holes": np.where(rng.random(60) < 0.8, np.nan, 1.5 * rng.normal(size=60))})
    roles = guess_roles(frame)
    assert guess_target(frame, roles, "births.csv") == "births"
    assert guess_target(frame.drop(columns="births"), roles, "data.csv") == "warmth"  # as the last one is mostly empty
    counted = frame.assign(n=np.arange(60)).drop(columns=["births", "holes"])
    assert guess_target(counted, guess_roles(counted)) == "warmth"


@pytest.mark.parametrize(
    ("shares", "first", "task"),
    [
        ([10, 53, 681, 638, 199, 18], 3, "regression"),  # grades of wine
        ([90, 160, 190, 160, 120, 80, 50, 25, 12, 10, 5, 2], 0, "regression"),  # calls an hour
        ([300, 20, 30, 40, 60, 90, 60, 40, 20, 10, 10, 10, 10], 0, "regression"),  # many with none
        ([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], 0, "multiclass"),  # digits
        ([2118, 2833, 357, 27, 94, 173, 205], 1, "multiclass"),  # kinds of forest
        ([4558, 50, 71, 890, 326, 60, 63], 1, "multiclass"),  # states of a shuttle
        ([59, 71, 48], 0, "multiclass"),
        ([50, 200, 400, 200, 50], 1, "multiclass"),  # five marks
    ],
)
def test_counts_and_grades_are_numbers(shares: list[int], first: int, task: str) -> None:
    """Oracle: what public tables with these frequencies are."""
    values = np.repeat(np.arange(first, first + len(shares)), shares)
    assert guess_task(pd.Series(values), "number") == task
    assert guess_task(pd.Series(values), "category") == "multiclass"


def test_titles_and_sentences_are_texts() -> None:
    """Invariant: short texts that share words and sentences with copies are texts; kinds, codes and names are not."""
    rng = np.random.default_rng(0)
    ranks, fields = ["senior", "junior", "chief", "deputy"], [f"{word} officer" for word in map(chr, range(97, 123))]
    places = ["sales", "warehouse", "project", "store"]
    jobs = [f"{rng.choice(ranks)} {rng.choice(places)} manager {n}" for n in "abcdefghi"]
    sentences = [f"please call me back on line {n} as soon as you can" for n in range(40)]
    frame = pd.DataFrame(
        {
            "title": [f"the {rng.choice(['night', 'return', 'house'])} of {word}" for word in fields * 4][:100],
            "job": [f"{rng.choice(jobs)}{n}" for n in range(100)],
            "message": rng.choice(sentences, 100),
            "mood": rng.choice(["very happy with all of it", "not at all happy with it"], 100),
            "town": rng.choice(["New York", "San Francisco", "Los Angeles"], 100),
            "ticket": [f"PC {n}" for n in rng.permutation(100)],
            "full name": [f"{rng.choice(['Ada', 'Bob', 'Cleo'])} Person{n}" for n in range(100)],
        }
    )
    assert guess_roles(frame) == {
        "title": "text",
        "job": "text",
        "message": "text",
        "mood": "category",
        "town": "category",
        "ticket": "category",
        "full name": "category",
    }


def test_marks_are_found_by_hand() -> None:
    """Oracle: columns with and without numbers that mean nothing."""
    rng = np.random.default_rng(0)
    usual = rng.normal(20, 5, 200)

    def marked(*marks: float, n: int = 5) -> tuple[float, ...]:
        return marks_of(np.concatenate([usual, np.repeat(marks, n)]))

    assert marked(-999) == (-999,)
    assert marked(99999, -9) == (99999,)  # -9 is as near as others
    assert marked(-9999, -999, 99999) == (-9999, -999, 99999)
    assert marked(-32768) == (-32768,)
    assert marked(9999.99) == (9999.99,)
    assert marked(-999, n=2) == marked(500) == marked() == ()  # too few, no such number, none
    assert marks_of(np.arange(90, 1000)) == ()
    np.testing.assert_array_equal(without_marks(np.array([1, -999]), (-999.0,)), [1, np.nan])


def sentinels() -> Table:
    """Return a table in which numbers stand for nothing, in columns and in the answer."""
    rng = np.random.default_rng(0)
    warm, rich = rng.normal(20, 5, 400), rng.normal(50, 9, 400)
    spend = 3 * warm + rich + rng.normal(size=400)
    kind = rng.choice(["Red", "red ", "RED", "blue"], 400)
    spend += 20 * (kind == "blue")
    hidden = rng.permutation(400)
    warm[hidden[:30]], rich[hidden[30:50]], spend[hidden[50:60]] = -999, 99999, -9999
    return Table("t.csv", pd.DataFrame({"warm": warm, "rich": rich, "kind": kind, "spend": spend}), 0, 0.0)


def test_marks_count_as_missing_from_the_doctor_to_the_new_file() -> None:
    """Oracle: the same rows with empty cells; in the dataset, the model, the saved model, ONNX and the HTML page."""
    one = sentinels()
    roles = guess_roles(one.frame)
    findings = {each.id: each for each in examine(one, ["spend"], "regression", roles)}
    assert {"marks:warm", "marks:rich", "marks:spend", "spelling:kind"} <= set(findings)
    assert findings["marks:warm"].title == '"warm" is -999 in 30 rows'
    data = make_dataset(one, ["spend"], "regression", roles, {})
    assert len(data.X) == 390
    assert data.X["warm"].isna().sum() == 30
    assert len(set(data.X["kind"])) == 2
    model = train(data, Settings(n_hidden=32, n_seeds=1))
    label = next(iter(set(data.X["kind"]) - {"blue"}))
    new = pd.DataFrame({"warm": [-999.0, 22.0, 18.0], "rich": [50.0, 99999.0, 40.0], "kind": ["red ", "RED", " blue"]})
    plain = pd.DataFrame({"warm": [np.nan, 22.0, 18.0], "rich": [50.0, np.nan, 40.0], "kind": [label, label, "blue"]})
    expected = model.predict(plain)
    np.testing.assert_array_equal(model.predict(new), expected)
    again, _ = load_model(save_model(model))
    np.testing.assert_array_equal(again.predict(new), expected)
    assert predict_row(model, {"warm": "-999", "rich": "50", "kind": "red "})["value"] == pytest.approx(expected[0])
    np.testing.assert_allclose(_predicted(model, new)[:, 0].astype(float), expected, rtol=1e-6)
    feeds = {"warm": new[["warm"]].to_numpy(np.float32), "rich": new[["rich"]].to_numpy(np.float32)}
    feeds["kind"] = np.array([["red "], ["RED"], ["blue"]], dtype=object)  # spellings of the training rows
    np.testing.assert_allclose(outputs_of(to_onnx(model), feeds)["variable"][:, 0], expected, rtol=1e-4)
    # Switched off, they are numbers again.
    off = make_dataset(one, ["spend"], "regression", roles, dict.fromkeys(findings, False))
    assert off.X["warm"].min() == -999
    assert len(off.X) == 400
    assert set(off.X["kind"]) == {"Red", "red ", "RED", "blue"}


def test_an_answer_that_stands_for_none_is_no_answer_in_a_new_file() -> None:
    """Oracle: the same file without these rows."""
    one = sentinels()
    data = make_dataset(one, ["spend"], "regression", guess_roles(one.frame), {})
    model = train(data, Settings(n_hidden=16, n_seeds=1))

    def scored(table: Table) -> dict:
        steps = iter_predict_table(model, table)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return end.value[0]["score"]

    there = one.frame["spend"] > -9999
    assert scored(one) == scored(Table("t.csv", one.frame[there].reset_index(drop=True), 0, 0.0))


def test_spellings_by_hand() -> None:
    """Oracle: by hand; the most common way wins, without spaces at its ends."""
    labels = np.array(["Yes", "yes", "Yes ", "Yes\u00a0", "no", "maybe", None], dtype=object)
    assert spellings_of(labels) == {"yes": "Yes", "Yes ": "Yes", "Yes\u00a0": "Yes"}
    assert respelled(labels, spellings_of(labels)).tolist() == ["Yes", "Yes", "Yes", "Yes", "no", "maybe", None]
    assert respelled(np.array(["YES"], dtype=object), spellings_of(labels)).tolist() == ["Yes"]  # never seen
    assert spellings_of(np.array(["a", "b", None], dtype=object)) == {}
    assert plain_spelling("  New\u00a0 York ") == "new york"
    unsafe, safe = (["Aa", "AA"], ["M", "m"], ["A100", "a100"]), (["m ", "m"], ["Good", "GOOD"], ["no", "NO"])
    for ways in (*unsafe, *safe):
        assert join_safely(spellings_of(np.array(ways, dtype=object))) is (ways in safe)


def tired() -> bytes:
    """Return a file of answers as people type them."""
    rng = np.random.default_rng(0)
    cups, sleep = rng.integers(0, 8, 240), rng.normal(7, 1.2, 240).round(1)
    yes = cups / 2 + rng.normal(scale=0.4, size=240) > sleep - 5
    ways = np.where(yes, rng.choice(["Yes", "yes", "YES", "Yes "], 240), rng.choice(["No", "no", "No "], 240))
    rows = [f'{cup},{hours},"{way}"' for cup, hours, way in zip(cups, sleep, ways, strict=True)]
    return "\n".join(["cups,sleep,tired", *rows]).encode()


@pytest.mark.slow
def test_one_answer_in_several_spellings_through_the_workbench() -> None:
    """Invariant: two answers with the switch and seven without; a new file may spell them in yet another way."""

    async def through() -> tuple:
        bench = LocalWorkbench()
        source = {"bytes": tired(), "name": "tired.csv"}
        info = await bench.open_table(source, None, lambda _: None)
        on = await bench.summarize({}, lambda _: None)
        off = await bench.summarize({"switches": {"spelling:tired": False}}, lambda _: None)
        result = await bench.train({}, {"n_hidden": 16, "n_seeds": 1}, lambda _: None)
        new = b"cups,sleep,tired\n7,5.1, YES\n0,9.0,nO\n"
        return info, on, off, result, await bench.predict_table({"bytes": new, "name": "new.csv"}, lambda _: None)

    info, on, off, result, predicted = asyncio.run(through())
    assert (info["targets"], info["task"]) == (["tired"], "binary")
    assert (on["task"], on["answer"]["n_classes"]) == ("binary", 2)
    assert (off["task"], off["answer"]["n_classes"]) == ("multiclass", 7)
    assert [one["id"] for one in on["findings"] if one["kind"] == "spelling"] == ["spelling:tired"]
    assert not [one for one in on["findings"] if one["kind"] == "rare_class"]
    assert len(result["classes"]) == 2
    assert predicted["score"]["number"] == "100"


def test_missing_answers_are_named() -> None:
    """Oracle: the rows without one."""
    frame = pd.DataFrame({"x": np.random.default_rng(0).normal(size=60), "y": np.arange(60.0) * 1.5})
    frame.loc[[3, 11], "y"] = np.nan
    one = Table("t.csv", frame, 0, 0.0)
    details = {each.id: each.detail for each in examine(one, ["y"], "regression", guess_roles(frame))}
    frame.loc[20:40, "y"] = np.nan
    many = Table("t.csv", frame, 0, 0.0)
    named = {each.id: each.detail for each in examine(many, ["y"], "regression", guess_roles(frame))}[
        "missing_target:y"
    ]
    assert named.startswith("Rows 4, 12, 21, 22, 23 and 18 more have")
    assert details["missing_target:y"].startswith("Rows 4 and 12 have no answer to learn from.")
