// Witness is a C2SP tlog-witness in memory, made of the Go project's own packages: the other half of a protocol whose first half is under test.
// It prints its address and its verifier key, and takes the verifier keys of logs (Ed25519) from standard input, one a line, while it runs.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const name = "witness.example/go"

var (
	lock    sync.Mutex
	logs    []note.Verifier
	latest  = map[string]tlog.Tree{}
	private ed25519.PrivateKey
	keyID   [4]byte
)

func main() {
	log.SetFlags(0)
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	private = key
	encoded := append([]byte{4}, public...)
	digest := sha256.Sum256(append([]byte(name+"\n"), encoded...))
	copy(keyID[:], digest[:4])
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s/w/ %s+%x+%s\n", listener.Addr(), name, keyID, base64.StdEncoding.EncodeToString(encoded))
	http.HandleFunc("/w/add-checkpoint", add)
	go http.Serve(listener, nil)
	for input := bufio.NewScanner(os.Stdin); input.Scan(); {
		verifier, err := note.NewVerifier(input.Text())
		if err != nil {
			log.Fatal(err)
		}
		lock.Lock()
		logs = append(logs, verifier)
		lock.Unlock()
		fmt.Println("known", verifier.Name())
	}
}

func add(response http.ResponseWriter, request *http.Request) {
	lock.Lock()
	defer lock.Unlock()
	body, err := io.ReadAll(request.Body)
	head, text, found := bytes.Cut(body, []byte("\n\n"))
	if err != nil || !found || request.Method != "POST" {
		http.Error(response, "form", 400)
		return
	}
	lines := strings.Split(string(head), "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	if err != nil {
		http.Error(response, "old", 400)
		return
	}
	origin, _, _ := strings.Cut(string(text), "\n")
	known := false
	for _, verifier := range logs {
		known = known || verifier.Name() == origin
	}
	if !known {
		http.Error(response, "unknown log", 404)
		return
	}
	opened, err := note.Open(text, note.VerifierList(logs...))
	if err != nil {
		http.Error(response, err.Error(), 403)
		return
	}
	parts := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(parts[1], 10, 64)
	hash, err2 := tlog.ParseHash(parts[2])
	if err != nil || err2 != nil || old > size {
		http.Error(response, "checkpoint", 400)
		return
	}
	last := latest[origin]
	if old != last.N {
		response.Header().Set("Content-Type", "text/x.tlog.size")
		response.WriteHeader(409)
		fmt.Fprintf(response, "%d\n", last.N)
		return
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		step, err := tlog.ParseHash(line)
		if err != nil {
			http.Error(response, "proof", 400)
			return
		}
		proof = append(proof, step)
	}
	switch {
	case old == 0 && len(proof) > 0, old == size && (hash != last.Hash || len(proof) > 0):
		http.Error(response, "proof", 422)
		return
	case old > 0 && old < size:
		if err := tlog.CheckTree(proof, size, hash, old, last.Hash); err != nil {
			http.Error(response, err.Error(), 422)
			return
		}
	}
	latest[origin] = tlog.Tree{N: size, Hash: hash}
	now := time.Now().Unix()
	signature := ed25519.Sign(private, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", now, opened.Text)))
	line := binary.BigEndian.AppendUint64(append([]byte{}, keyID[:]...), uint64(now))
	fmt.Fprintf(response, "\u2014 %s %s\n", name, base64.StdEncoding.EncodeToString(append(line, signature...)))
}
