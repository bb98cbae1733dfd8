// Asklog is a log in memory, made of the Go project's own transparency log packages, that asks a witness to cosign it: the other half of C2SP tlog-witness, for a
// witness under test. It prints the verifier key of its log, reads the witness's address and verifier key from standard input, and goes through the cases of
// the specification.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const origin = "log.example/go"

var (
	signer   note.Signer
	verifier note.Verifier
	witness  cosigner
	address  string
	hashes   []tlog.Hash
	asked    int
)

func main() {
	log.SetFlags(0)
	secret, public, err := note.GenerateKey(rand.Reader, origin)
	check(err)
	signer, err = note.NewSigner(secret)
	check(err)
	verifier, err = note.NewVerifier(public)
	check(err)
	fmt.Println(public)
	input := bufio.NewScanner(os.Stdin)
	if !input.Scan() {
		log.Fatal("no witness was named")
	}
	parts := strings.Split(input.Text(), " ")
	address, witness = parts[0], parseWitness(parts[1])

	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = hashes[index]
		}
		return found, nil
	})
	for n := int64(0); n < 300; n++ {
		stored, err := tlog.StoredHashes(n, []byte(fmt.Sprintf("entry %d", n)), reader)
		check(err)
		hashes = append(hashes, stored...)
	}
	root := func(size int64) tlog.Hash {
		hash, err := tlog.TreeHash(size, reader)
		check(err)
		return hash
	}
	proof := func(from, to int64) (lines []string) {
		if from == 0 || from == to {
			return nil
		}
		tree, err := tlog.ProveTree(to, from, reader)
		check(err)
		for _, hash := range tree {
			lines = append(lines, base64.StdEncoding.EncodeToString(hash[:]))
		}
		return lines
	}
	other := sha256.Sum256([]byte("another history"))

	monitored(404)
	for _, step := range [][2]int64{{0, 1}, {1, 1}, {1, 2}, {2, 7}, {7, 128}, {128, 255}, {255, 300}} {
		cosigned(step[0], proof(step[0], step[1]), step[1], root(step[1]))
		monitored(200)
	}
	refused(409, ask(0, nil, sign(20, root(20)), signed), "300\n")
	refused(409, ask(20, proof(20, 300), sign(300, root(300)), signed), "300\n")
	refused(400, ask(300, nil, sign(20, root(20)), signed), "")
	refused(422, ask(300, nil, sign(300, tlog.Hash(other)), signed), "")
	refused(422, ask(300, []string{base64.StdEncoding.EncodeToString(other[:])}, sign(301, tlog.Hash(other)), signed), "")
	refused(422, ask(300, []string{base64.StdEncoding.EncodeToString(other[:])}, sign(300, root(300)), signed), "")
	refused(403, ask(300, nil, sign(300, root(300)), forged), "")
	refused(404, ask(0, nil, strings.Replace(sign(1, root(1)), origin, "log.example/unknown", 1), signed), "")
	refused(400, post("old 0300\n\n"+string(signed(sign(300, root(300))))), "")
	refused(400, post("nonsense"), "")
	cosigned(300, nil, 300, root(300))
	fmt.Printf("asked: %d times\n", asked)
}

type answer struct {
	status int
	kind   string
	body   string
}

func sign(size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, size, base64.StdEncoding.EncodeToString(root[:]))
}

func signed(text string) []byte {
	all, err := note.Sign(&note.Note{Text: text}, signer)
	check(err)
	return all
}

// forged spoils the signature under the right name and id.
func forged(text string) []byte {
	all := signed(text)
	line := bytes.LastIndexByte(all[:len(all)-1], ' ') + 1
	bytesOf, err := base64.StdEncoding.DecodeString(string(all[line : len(all)-1]))
	check(err)
	bytesOf[20] ^= 1
	return append(all[:line:line], base64.StdEncoding.EncodeToString(bytesOf)+"\n"...)
}

func ask(old int64, proof []string, text string, by func(string) []byte) answer {
	lines := append([]string{fmt.Sprintf("old %d", old)}, proof...)
	return post(strings.Join(lines, "\n") + "\n\n" + string(by(text)))
}

func post(body string) answer {
	asked++
	response, err := http.Post(address+"/add-checkpoint", "text/plain; charset=utf-8", strings.NewReader(body))
	check(err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	check(err)
	return answer{response.StatusCode, response.Header.Get("Content-Type"), string(content)}
}

func cosigned(old int64, proof []string, size int64, root tlog.Hash) {
	text := sign(size, root)
	got := ask(old, proof, text, signed)
	if got.status != 200 {
		log.Fatalf("from %d to %d: %+v", old, size, got)
	}
	verifyBoth(append(signed(text), got.body...), text)
}

// verifyBoth opens a note as any client would: the log's signature and the witness's must be there and right.
func verifyBoth(all []byte, text string) {
	opened, err := note.Open(all, note.VerifierList(verifier, witness))
	check(err)
	if len(opened.Sigs) != 2 || opened.Text != text {
		log.Fatalf("%d signatures of %q", len(opened.Sigs), opened.Text)
	}
}

func refused(status int, got answer, body string) {
	if got.status != status || body != "" && (got.body != body || got.kind != "text/x.tlog.size") {
		log.Fatalf("wanted %d %q, got %+v", status, body, got)
	}
}

// monitored reads the checkpoint that the witness shows to monitors.
func monitored(status int) {
	hash := sha256.Sum256([]byte(origin))
	response, err := http.Get(address + "/" + hex.EncodeToString(hash[:]) + "/checkpoint")
	check(err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	check(err)
	if response.StatusCode != status {
		log.Fatalf("monitored: %d %s", response.StatusCode, content)
	}
	if status == 200 {
		text, _, _ := bytes.Cut(content, []byte("\n\n"))
		verifyBoth(content, string(text)+"\n")
	}
}

// cosigner verifies cosignature/v1, and that its time is not in the future nor absent.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", at)
	return at > 0 && at <= uint64(time.Now().Unix()) && ed25519.Verify(c.key, append([]byte(head), text...), signature[8:])
}

func parseWitness(text string) cosigner {
	parts := strings.SplitN(text, "+", 3)
	encoded, err := base64.StdEncoding.DecodeString(parts[2])
	check(err)
	digest := sha256.Sum256(append([]byte(parts[0]+"\n"), encoded...))
	if encoded[0] != 4 || fmt.Sprintf("%x", digest[:4]) != parts[1] {
		log.Fatalf("%q is no witness's key", text)
	}
	return cosigner{parts[0], binary.BigEndian.Uint32(digest[:]), encoded[1:]}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
