# Hutong 护童. Everything happens in .venv and var/; `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast test-record test-suite check doctor lint types lock coverage golden bench mutants kills chaos clean-state hostile

BIN := .venv/bin
CODE := deployments proof web flows tasks documents models
# Extra words for pytest, such as: make test-suite PYTEST="-k deadline"
PYTEST :=

help: ## 列出各目标
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: ## 准备运行环境 .venv（锁定文件未变则什么也不做）
	@sh deployments/setup.sh

run: setup ## 启动全部服务，打印网址和演练账号；Ctrl-C 停止
	@exec $(BIN)/hutong run

test: lint types test-suite ## 准备环境，检查代码，运行全部测试

test-suite: setup ## 只运行测试（PYTEST="-k 词" 可挑选）
	@# What failed beside another process is asked once more, alone: two failures are a failure,
	@# and one that passes then is named and counted.
	$(BIN)/python -m tests.twice $(PYTEST)

test-fast: setup ## 只运行不需要数据库的测试
	$(BIN)/python -m pytest -q tests/unit tests/conformance $(PYTEST)

test-record: setup ## 再加上需要数据库、不需要流程引擎和浏览器的测试
	$(BIN)/python -m pytest -q -n 2 --dist loadfile tests/unit tests/conformance tests/memory \
		tests/migrations tests/rights tests/golden tests/web tests/flows \
		-k "not killed and not dies" $(PYTEST)

lint: setup ## 检查代码规范、格式与分层
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: setup ## 检查类型（mypy strict）
	$(BIN)/mypy $(CODE) tests

lock: setup ## 按 pyproject.toml 重新锁定依赖（只升级必须升级的）
	.venv/installer/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --group dev -o requirements.lock -q \
		pyproject.toml

coverage: setup ## 重写 docs/coverage.md：每条规定由哪些测试证明
	$(BIN)/python -m tests.conformance.coverage > docs/coverage.tmp && mv docs/coverage.tmp docs/coverage.md

golden: setup ## 发布前：用本版本留下一个办到一半的数据库，供以后各版本升级时试办
	@$(BIN)/python -m tests.golden.make

check: setup ## 核对没有遗漏：案件、环节、文书、文号、期限
	@$(BIN)/hutong check

doctor: setup ## 说明本机缺少什么、哪里不对
	@$(BIN)/hutong doctor

bench: setup ## 测量办理一个环节要多久，与 Prefect 自带工作进程对比
	@$(BIN)/python -m tests.bench

mutants: setup ## 逐一改坏一行程序，看说好的测试是否发现（另行运行，数分钟）
	@$(BIN)/python -m tests.mutants $(ONLY)

kills: setup ## 在最长案件的每一步、升级的每一条语句杀掉进程（另行运行，十余分钟）
	@KILLS=all $(BIN)/python -m pytest -q --timeout=3600 tests/orchestrated/test_killed_everywhere.py \
		tests/migrations/test_killed_upgrade.py tests/infra/test_key_rotation.py

chaos: setup ## 按种子反复杀掉进程和数据库、冻结、拨钟、写满磁盘、断开流程引擎，报告试了什么、丢了什么（另行运行，数分钟；SEED=数 可重复，SHARE=0.1 只做十分之一）
	@CHAOS=$(or $(SHARE),1) SEED=$(SEED) $(BIN)/python -m pytest -q -s -m chaos tests/flows tests/infra tests/orchestrated

hostile: setup ## 向每一张表单的每一栏发送没有人会填的内容（另行运行，数分钟；SEED=数 可重复）
	@HOSTILE=1 $(BIN)/python -m pytest -q tests/web/test_hostile.py

clean-state: setup ## 删除本机全部数据 var/（会先询问）
	@$(BIN)/hutong clean-state
