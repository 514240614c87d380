#!/usr/bin/env bash
# A standalone Spark cluster on this machine: one master and two workers of one core each.
#
#   spark_cluster.sh start FOLDER    writes logs and process numbers to the folder, and prints the master's address
#   spark_cluster.sh stop FOLDER     stops the cluster
#
# Needs Java 17 or later, and nhsdx[spark] in the Python given by $PYTHON (default: python3).
set -euo pipefail

python=${PYTHON:-python3}
port=${SPARK_MASTER_PORT:-7077}
master="spark://127.0.0.1:$port"

start() {
    local folder=$1 home
    mkdir -p "$folder"
    home=$("$python" -c 'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)')
    export SPARK_HOME=$home SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON=$python
    run "$folder" master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
    wait_for "$folder/master.log" "Starting Spark master"
    for number in 1 2; do
        run "$folder" "worker-$number" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 \
            --cores 1 --memory 1g --work-dir "$folder/work-$number" "$master"
        wait_for "$folder/worker-$number.log" "Successfully registered with master"
    done
    echo "$master"
}

run() {
    local folder=$1 name=$2
    shift 2
    nohup "$SPARK_HOME/bin/spark-class" "$@" > "$folder/$name.log" 2>&1 &
    echo $! > "$folder/$name.pid"
}

wait_for() {
    for _ in $(seq 300); do
        grep -q "$2" "$1" 2> /dev/null && return
        sleep 0.2
    done
    echo "it did not start; see $1" >&2
    exit 1
}

stop() {
    for file in "$1"/*.pid; do
        kill "$(cat "$file")" 2> /dev/null || true
        rm -f "$file"
    done
}

case "${1:-}" in
    start) start "${2:?a folder for logs}" ;;
    stop) stop "${2:?the folder of the logs}" ;;
    *)
        sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
