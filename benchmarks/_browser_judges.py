"""Judges without a browser: websocket clients that speak Streamlit's protocol, press a button and wait for the answer."""

import asyncio
import time
from dataclasses import dataclass, field

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

THINKING_SECONDS = 1.0
CHOICES = ("compare.left", "compare.right")


@dataclass
class WebsocketJudge:
    """One judge: opens the page, then presses a choice about every second."""

    url: str
    page: str
    query: str
    rng: np.random.Generator
    round_trips: list[float] = field(default_factory=list)
    pairs: list[str] = field(default_factory=list)

    async def judge(self, presses: int) -> None:
        """Open the page and answer this many pairs."""
        address = self.url.replace("http://", "ws://") + "_stcore/stream"
        async with websockets.connect(address, subprotocols=["streamlit"], max_size=None, compression=None) as socket:
            buttons, fragment = await self._ask(socket, {}, "")
            for _ in range(presses):
                await asyncio.sleep(THINKING_SECONDS * self.rng.uniform(0.6, 1.4))
                chosen = buttons[CHOICES[int(self.rng.integers(2))]]
                started = time.perf_counter()
                shown, fragment = await self._ask(socket, {chosen: True}, fragment)
                self.round_trips.append(time.perf_counter() - started)
                buttons |= shown

    async def _ask(
        self, socket: websockets.ClientConnection, pressed: dict[str, bool], fragment: str
    ) -> tuple[dict[str, str], str]:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.context_info.url = f"{self.url}{self.page}?{self.query}"
        for widget, value in pressed.items():
            message.rerun_script.widget_states.widgets.add(id=widget, trigger_value=value)
        await socket.send(message.SerializeToString())
        buttons: dict[str, str] = {}
        async for data in socket:
            answer = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.fragment_id:
                fragment = answer.delta.fragment_id
                element = answer.delta.new_element
                if element.WhichOneof("type") == "button":
                    buttons[element.button.id.rsplit("-", 1)[-1]] = element.button.id
                if element.WhichOneof("type") == "html" and 'class="pair' in element.html.body:
                    self.pairs.append(element.html.body)
            if kind == "script_finished":
                break
        return buttons, fragment


def judge_together(url: str, query: str, judges: int, presses: int) -> list[WebsocketJudge]:
    """Let several judges work at the same time; returns them with their round trips."""
    rng = np.random.default_rng(20)
    clients = [
        WebsocketJudge(url, "compare", query, np.random.default_rng(rng.integers(1 << 32))) for _ in range(judges)
    ]

    async def all_of_them() -> None:
        await asyncio.gather(*(client.judge(presses) for client in clients))

    asyncio.run(all_of_them())
    return clients
