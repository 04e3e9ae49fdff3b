"""Other systems are told of events: signed, in order, again where it fails."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.platform.people.rosters import roster, row_of
from tuanbao.platform import clock
from tuanbao.platform.api.addresses import AddressError, check_url, target_of
from tuanbao.platform.api.delivering import SECONDS, deliver_due, send
from tuanbao.platform.api.events import EVENTS, emit
from tuanbao.platform.api.hooking import add_webhook
from tuanbao.platform.api.models import Delivery, Webhook
from tuanbao.platform.api.webhooks import Event
from tuanbao.platform.jobs.work import carry_out
from tuanbao.platform.people import importing
from tuanbao.platform.people.models import Person


class Receiver:
    """A real server; ``answers`` are its next statuses, then 200."""

    def __init__(self) -> None:
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/events?of=tuanbao"

    @property
    def data(self) -> list[dict[str, object]]:
        return [json.loads(body)["data"] for _, body in self.received]


@pytest.fixture
def receiver(settings):
    settings.DEBUG = True  # sends to this machine
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def webhook(company, receiver):
    return add_webhook(company, receiver.url, list(EVENTS))


def later(seconds: float):
    return clock.clock_at(clock.now() + timedelta(seconds=seconds))


def test_the_receiver_can_tell_that_it_is_ours(company, receiver, webhook):
    emit(company, "bill.issued", {"number": "B-1"})
    assert send(webhook) == 1
    headers, body = receiver.received[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(webhook.secret.removeprefix("whsec_"))
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert hmac.compare_digest(headers["webhook-signature"], wanted)
    assert json.loads(body)["type"] == "bill.issued"
    assert Delivery.objects.get().status == "delivered"
    assert send(webhook) == 0


def test_what_fails_is_sent_again_later_with_the_same_id(company, receiver, webhook):
    receiver.answers = [503, 302]
    emit(company, "bill.issued", {"number": "B-1"})
    assert (send(webhook), send(webhook)) == (1, 0)
    with later(SECONDS[0] + 1):
        assert send(webhook) == 1
        with later(SECONDS[1] + 1):
            assert send(webhook) == 1
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.attempt) == ("delivered", 3)


def test_a_leaver_never_overtakes_the_joiner_and_holds_up_nobody_else(company, receiver, webhook):
    receiver.answers = [500]
    for number, word in (("E1", "joined"), ("E1", "left"), ("E2", "joined")):
        emit(company, f"person.{word}", {"number": number, "is": word})
    send(webhook)
    with later(SECONDS[0] + 1):
        send(webhook)
    told = [(each["number"], each["is"]) for each in receiver.data]
    assert told == [("E1", "joined"), ("E2", "joined"), ("E1", "joined"), ("E1", "left")]


def test_an_address_where_nothing_gets_through_for_long_is_stopped(company, receiver, webhook):
    receiver.server.shutdown()
    receiver.server.server_close()
    emit(company, "bill.issued", {"number": "B-1"})
    Delivery.objects.update(attempt=len(SECONDS))
    send(webhook)
    webhook.refresh_from_db()
    assert (webhook.active, Delivery.objects.get().status) == (False, "failed")
    emit(company, "bill.issued", {"number": "B-2"})
    assert Delivery.objects.count() == 1


def test_a_delivery_is_sent_again_when_asked_for(company, receiver, webhook, caller, sign_in):
    emit(company, "bill.issued", {"number": "B-1"})
    send(webhook)
    delivery = Delivery.objects.get()
    answer = caller()("POST", f"/webhooks/{webhook.pk}/deliveries/{delivery.pk}/redeliver")
    assert answer.status_code == 202
    send(webhook)
    sign_in("hr_manager").post(f"/api/webhooks/{webhook.pk}/deliveries/{delivery.pk}/")
    send(webhook)
    assert {headers["webhook-id"] for headers, _ in receiver.received} == {str(delivery.message_id)}
    assert len(receiver.received) == 3


def test_another_worker_leaves_a_busy_address_alone_until_its_lease_ends(company, receiver, webhook):
    emit(company, "bill.issued", {"number": "B-1"})
    Webhook.objects.update(busy_until=clock.now() + timedelta(minutes=5))
    assert send(webhook) == 0
    deliver_due(company)
    with later(301):
        assert send(webhook) == 1


def test_joining_and_leaving_is_told_however_it_came(company, receiver, webhook, caller):
    call = caller()
    call("POST", "/people", {"number": "N-1", "name": "新员工", "hired_on": "2026-11-02"})
    call("PATCH", "/people/N-1", {"phone": "13800138000"})
    person = Person.objects.get(number="N-1")
    person.left_on = clock.today()
    person.save()
    send(webhook)
    assert receiver.data == [
        {"number": "N-1", "hired_on": "2026-11-02"},
        {"number": "N-1", "left_on": clock.today().isoformat()},
    ]


def test_an_import_tells_of_everybody_once_and_in_order(company, receiver, webhook):
    leaver, same = Person.objects.filter(relation="employee", left_on=None).order_by("number")[:2]
    joiners = [
        {"人员编号": f"N{n}", "与员工关系": "员工", "姓名": f"新人{n}", "入职日期": f"2026-11-1{n}"} for n in range(3)
    ]
    short = {"人员编号": "N3", "与员工关系": "员工", "姓名": "短工", "入职日期": "2026-11-02", "离职日期": "2026-11-16"}
    child = {"人员编号": "N0-1", "所属员工编号": "N0", "与员工关系": "子女", "姓名": "孩子", "出生日期": "2024-01-01"}
    rows = [*joiners, short, child, row_of(leaver, 离职日期="2026-11-30"), row_of(same, 手机号="13812345678")]
    made = importing.hand_in(company, roster(rows), clock.today(), False, None)
    carry_out(made.job)
    made.refresh_from_db()
    job = importing.confirm(made, {}, False, None)
    assert Delivery.objects.count() == 0
    carry_out(job)
    importing.apply(job, lambda done, total, doing: None)
    send(webhook)
    told = [
        *({"number": f"N{n}", "hired_on": f"2026-11-1{n}"} for n in range(3)),
        {"number": "N3", "hired_on": "2026-11-02"},
        {"number": "N3", "left_on": "2026-11-16"},
        {"number": leaver.number, "left_on": "2026-11-30"},
    ]
    assert receiver.data == told


def test_the_secret_is_told_once_and_kept_encrypted(caller, settings, sign_in):
    settings.DEBUG = True
    call = caller()
    made = call("POST", "/webhooks", {"url": "https://hr.example.com/e", "events": ["person.joined"]}).json()
    assert made["secret"].startswith("whsec_")
    assert "secret" not in call.get(f"/webhooks/{made['id']}").json()
    page = sign_in("hr_manager").post("/api/webhooks/", {"url": "https://a.example.com/", "events": ["bill.issued"]})
    assert page.context["made"].secret in page.content.decode()
    assert call("PATCH", f"/webhooks/{made['id']}", {"active": False}).json()["active"] is False
    assert call("DELETE", f"/webhooks/{made['id']}").status_code == 204
    assert call.get(f"/webhooks/{made['id']}").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://hr.example.com/",
        "https://10.0.0.1/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[fd00::1]/",
        "https://0.0.0.0/",
        "https://user@hr.example.com/",
        "ftp://hr.example.com/",
        "https:///nothing",
        "https://hr.example.com:0/",
        "https://hr.example.com/a b",
    ],
)
def test_no_address_of_an_inner_network_is_taken(url):
    with pytest.raises(AddressError):
        check_url(url)


def test_a_name_that_leads_into_the_inner_network_is_not_connected_to(settings):
    with pytest.raises(AddressError):
        target_of("https://localhost/")
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8", "::1/128"]
    assert target_of("https://localhost/").address in {"127.0.0.1", "::1"}


def test_the_description_names_every_event():
    assert set(Event.__args__) == set(EVENTS)
