"""A LangChain agent over a lakehouse, the same as ../langchain/agent.ts.

    pip install langchain langchain-mcp-adapters
    MODEL=anthropic:claude-sonnet-4-5 python agent.py "Which depots are slowest?" ../../buffet demo --serve

MODEL names a model with its provider, whose package and key are needed too.
"""

import asyncio
import os
import sys

from langchain.agents import create_agent
from langchain_mcp_adapters.client import MultiServerMCPClient


async def main(question: str, command: str, *arguments: str) -> None:
    client = MultiServerMCPClient(
        {"lake": {"transport": "stdio", "command": command, "args": list(arguments), "env": dict(os.environ)}}
    )
    agent = create_agent(
        os.environ["MODEL"],
        await client.get_tools(),
        system_prompt="Answer from the lakehouse. Cite tables and snapshots.",
    )
    print(f"Question: {question}\n")
    state = await agent.ainvoke({"messages": [{"role": "user", "content": question}]})
    for message in state["messages"][1:]:
        for call in getattr(message, "tool_calls", None) or []:
            print(f"> {call['name']} {call['args']}")
        if message.type == "tool":
            print(f"    {message.text}\n")
    print(f"Answer: {state['messages'][-1].text}")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
